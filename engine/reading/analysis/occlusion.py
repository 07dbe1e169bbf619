"""Is attention an explanation? Each word deleted, and what becomes of the answer.

Attention says where the network looked. Whether it mattered is seen by reading
again without a word: how probable is the same answer then? The two orders of the
words are compared by their rank correlation.

Source:
    Li et al. (2016), "Understanding Neural Networks through Representation
    Erasure"; Jain & Wallace (2019), "Attention is not Explanation", for Kendall's
    tau between attention and the effect of leaving words out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.excerpt import nearest
from engine.reading.answers import Reading
from engine.reading.encoding import Encoded

# Words of a context that are deleted at most, those around the answer: as many as
# are read at once, so that time and memory are bounded.
MOST_WORDS = 300
_TOP = 10  # the strongest words of both orders that are compared
_LEAST = 3  # words, below which an order says nothing


@dataclass(frozen=True, slots=True)
class Occlusion:
    """What deleting each word does to an answer.

    Args:
        start: First word of the context that was read and deleted.
        answer: The answer's words [start, end), in the whole context.
        chance: Probability of the answer with nothing deleted, read as here: the
            words from `start` on alone.
        context: Its probability without each word, (N,); NaN where nothing of the
            answer would remain.
        question: Its probability without each word of the question, (J,); NaN
            where no question would remain.
    """

    start: int
    answer: tuple[int, int]
    chance: float
    context: NDArray[np.float64]
    question: NDArray[np.float64]

    @property
    def end(self) -> int:
        """Behind the last word of the context that was read."""
        return self.start + len(self.context)

    def pulls(self) -> tuple[list[float], list[float]]:
        """Return what each word adds to the probability, context and question.

        Above 0 where the answer is less probable without it; 0 where that is NaN.
        """
        context, question = (
            np.nan_to_num(self.chance - without).tolist()
            for without in (self.context, self.question)
        )
        return context, question


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two orders of the same words agree.

    Args:
        tau: Kendall's tau-b, −1 to 1; 0 for orders that know nothing of each other.
        words: How many were compared.
        top: How many of the strongest were compared by name.
        shared: How many of these are the same in both orders.
    """

    tau: float
    words: int
    top: int
    shared: int

    @property
    def by_chance(self) -> float:
        """How many would be the same if one order were drawn by lot."""
        return self.top**2 / self.words


def readings_of(reading: Reading) -> int:
    """Return how often the context is read for `measure`."""
    return 1 + min(len(reading.context), MOST_WORDS) + len(reading.question)


def measure(reader: Any, reading: Reading) -> Occlusion:
    """Delete each word in turn and ask again for the likeliest answer.

    Args:
        reader: A `Reader`.
        reading: What it read; at least one candidate.
    """
    answer = reading.candidates[0].words
    start, end = nearest(len(reading.context), answer, MOST_WORDS)
    words = reader.words()
    whole = Encoded(
        words.ids(reading.context.words[start:end]),
        words.ids(reading.question.words),
        (answer[0] - start, answer[1] - start),
    )
    left = without_each(whole)
    asked = [whole, *(item for item in left if item is not None)]
    chances = iter(reader.chances(asked, words).tolist())
    chance = next(chances)
    without = np.array([np.nan if item is None else next(chances) for item in left])
    return Occlusion(
        start, answer, chance, without[: end - start], without[end - start :]
    )


def without_each(item: Encoded) -> list[Encoded | None]:
    """Return an example without each word of its context, then of its question.

    The span moves along. A word of the answer itself leaves what remains of it as
    the answer. None stands where no answer or no question would remain.
    """
    start, end = item.span
    found: list[Encoded | None] = []
    for place in range(len(item.context)):
        span = (start - (place < start), end - (place < end))
        shorter = np.delete(item.context, place)
        found.append(
            Encoded(shorter, item.question, span) if span[0] < span[1] else None
        )
    for place in range(len(item.question)):
        shorter = np.delete(item.question, place)
        found.append(
            Encoded(item.context, shorter, item.span) if len(shorter) else None
        )
    return found


def asked_by_answer(reading: Reading) -> NDArray[np.float64]:
    """Return how the answer shares its attention among the question's words, (J,)."""
    start, end = reading.candidates[0].words
    return np.asarray(reading.context_to_query[start:end].mean(axis=0), np.float64)


def in_passage(reading: Reading, occlusion: Occlusion) -> Agreement | None:
    """Return how far attention and effect agree on the context, the answer aside.

    Without a word of its own it is no longer the same answer.
    """
    effects = occlusion.context - occlusion.chance
    effects[_inside(occlusion)] = np.nan
    return agreement(effects, reading.query_to_context[occlusion.start : occlusion.end])


def in_question(reading: Reading, occlusion: Occlusion) -> Agreement | None:
    """Return how far attention and effect agree on the words of the question."""
    return agreement(occlusion.question - occlusion.chance, asked_by_answer(reading))


def agreement(
    effects: NDArray[np.floating], attention: NDArray[np.floating]
) -> Agreement | None:
    """Return how far two orders agree: by the size of effects, and by attention.

    Args:
        effects: Changes of the answer's probability, (N,); NaN ones are left out.
        attention: Shares of attention, (N,).

    Returns:
        None where fewer than three words remain, or an order has no order.
    """
    from scipy.stats import kendalltau  # type: ignore[import-untyped]

    known = ~np.isnan(effects)
    sizes, shares = np.abs(effects[known]), attention[known]
    if len(sizes) < _LEAST:
        return None
    tau = float(kendalltau(sizes, shares).statistic)
    if np.isnan(tau):
        return None
    top = min(_TOP, len(sizes) // 2)
    strongest = [set(np.argsort(-v, kind="stable")[:top]) for v in (sizes, shares)]
    return Agreement(tau, len(sizes), top, len(strongest[0] & strongest[1]))


def most_missed(reading: Reading, occlusion: Occlusion) -> tuple[str, float]:
    """Return the word outside the answer that it needs most, and its chance without.

    Of context or question; ("", chance) where no word is needed.
    """
    outside = occlusion.context.copy()
    outside[_inside(occlusion)] = np.nan
    chances = np.concatenate([outside, occlusion.question])
    read = reading.context.words[occlusion.start : occlusion.end]
    if np.isnan(chances).all() or np.nanmin(chances) >= occlusion.chance:
        return "", occlusion.chance
    place = int(np.nanargmin(chances))
    return (*read, *reading.question.words)[place], float(chances[place])


def _inside(occlusion: Occlusion) -> slice:
    """Return where the answer stands among the words that were read."""
    start, end = occlusion.answer
    return slice(start - occlusion.start, end - occlusion.start)


def table(reading: Reading, occlusion: Occlusion) -> list[dict[str, object]]:
    """Return a row for each word: its attention, and the answer's chance without it."""
    first, last = occlusion.start, occlusion.end
    parts: Sequence[tuple[str, Any, Any, Any]] = (
        (
            "context",
            reading.context.words[first:last],
            reading.query_to_context[first:last],
            occlusion.context,
        ),
        (
            "question",
            reading.question.words,
            asked_by_answer(reading),
            occlusion.question,
        ),
    )
    return [
        {
            "text": text,
            "word": word,
            "attention": round(float(share), 6),
            "probability": round(occlusion.chance, 6),
            "without it": "" if np.isnan(chance) else round(float(chance), 6),
        }
        for text, words, attention, without in parts
        for word, share, chance in zip(words, attention, without, strict=True)
    ]
