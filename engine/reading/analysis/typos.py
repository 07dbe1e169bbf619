"""A question misspelled word by word: from which typo on is the answer another?

Pure functions of text and seed. The misspellings come in an order, each strength
has one more than the last: so a change of the answer is the last word's doing.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.data.typos import KINDS, mistyped
from engine.reading.answers import Reading
from engine.reading.metrics import normalise
from engine.reading.tokens import tokenise

_SHORTEST = 3  # letters of a word that is misspelled


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A word that is typed otherwise; [start, end) of it in the right text."""

    start: int
    end: int
    word: str
    typed: str


def misspellings(
    question: str, seed: int, kinds: Sequence[str] = KINDS
) -> tuple[Misspelling, ...]:
    """Return a misspelling of every word of letters, in the order they come.

    Args:
        question: Any text.
        seed: Of the order and of the slips.
        kinds: Of the slips, some of `typos.KINDS`.

    Returns:
        One for each word of three letters or more that such a slip changes.
    """
    source = random.Random(seed)
    words = tokenise(question)
    able = [
        (int(start), int(end), word)
        for word, (start, end) in zip(words.words, words.spans, strict=True)
        if word.isalpha() and len(word) >= _SHORTEST
    ]
    source.shuffle(able)
    found = [
        Misspelling(start, end, word, mistyped(word, source, kinds))
        for start, end, word in able
    ]
    return tuple(one for one in found if one.typed != one.word)


def misspell(
    question: str, found: Iterable[Misspelling]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the question with some of its misspellings, and where they stand.

    Example:
        >>> misspell("Who built it?", misspellings("Who built it?", seed=4)[:1])
        ('Who bult it?', ((4, 8),))
    """
    text, places, at = "", [], 0
    for one in sorted(found, key=lambda one: one.start):
        text += question[at : one.start]
        places.append((len(text), len(text) + len(one.typed)))
        text += one.typed
        at = one.end
    return text + question[at:], tuple(places)


def breaks_at(answers: Sequence[str]) -> int | None:
    """Return the first place whose answer is not the first's, as SQuAD compares.

    Returns:
        The place; None where all are the same.
    """
    first = normalise(answers[0])
    other = (i for i, answer in enumerate(answers) if normalise(answer) != first)
    return next(other, None)


def still_given(first: Reading, reading: Reading) -> float:
    """Return the probability that a reading gives to the answer of the first one.

    Args:
        first: Of the right question.
        reading: Of the misspelled one, on the same context.
    """
    if not first.candidates:
        return 0.0
    start, end = first.candidates[0].words
    return float(
        reading.start_probabilities[start] * reading.end_probabilities[end - 1]
    )
