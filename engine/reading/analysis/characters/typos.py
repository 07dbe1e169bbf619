"""A question misspelled word by word: which typo changes the answer?

Pure functions of text and seed. The typos are ordered, and each strength has one more
than the last: a change of the answer is due to the last word.
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
    """A misspelled word, with its characters [start, end) in the original text."""

    start: int
    end: int
    word: str
    typed: str


def misspellings(
    question: str, seed: int, kinds: Sequence[str] = KINDS
) -> tuple[Misspelling, ...]:
    """Return a misspelling of each word of three letters or more, in random order.

    Args:
        question: Any text.
        seed: Of the order and of the typos.
        kinds: Of typos, some of `typos.KINDS`.

    Returns:
        Only those that change their word.
    """
    source = random.Random(seed)
    words = tokenise(question)
    candidates = [
        (int(start), int(end), word)
        for word, (start, end) in zip(words.words, words.spans, strict=True)
        if word.isalpha() and len(word) >= _SHORTEST
    ]
    source.shuffle(candidates)
    misspelled = [
        Misspelling(start, end, word, mistyped(word, source, kinds))
        for start, end, word in candidates
    ]
    return tuple(typo for typo in misspelled if typo.typed != typo.word)


def misspell(
    question: str, typos: Iterable[Misspelling]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the question with misspellings, and their spans in it.

    Example:
        >>> misspell("Who built it?", misspellings("Who built it?", seed=4)[:1])
        ('Who bult it?', ((4, 8),))
    """
    text, spans, end = "", [], 0
    for typo in sorted(typos, key=lambda typo: typo.start):
        text += question[end : typo.start]
        spans.append((len(text), len(text) + len(typo.typed)))
        text += typo.typed
        end = typo.end
    return text + question[end:], tuple(spans)


def breaks_at(answers: Sequence[str]) -> int | None:
    """Return the index of the first answer that differs from the first one.

    Answers are compared after SQuAD's normalisation; None where all are equal.
    """
    first = normalise(answers[0])
    changed = (i for i, answer in enumerate(answers) if normalise(answer) != first)
    return next(changed, None)


def probability_of_first(first: Reading, reading: Reading) -> float:
    """Return the probability of the original answer for a misspelled question.

    Args:
        first: Answer to the correctly spelled question.
        reading: Answer to the misspelled one, on the same context.
    """
    if not first.candidates:
        return 0.0
    start, end = first.candidates[0].words
    return float(
        reading.start_probabilities[start] * reading.end_probabilities[end - 1]
    )
