"""Occlusion: the answer's probability without each word, compared with attention.

Attention shows where the network looks, not whether it matters. So each word is
deleted and the context is read again: how probable is the same answer? The two
rankings of the words are compared by their rank correlation.

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

from engine.reading.analysis.excerpt import MOST_WORDS, encoded_window, window
from engine.reading.answers import Reading
from engine.reading.encoding import Encoded

_TOP = 10  # words of both rankings that are compared by name
Weights = NDArray[np.floating[Any]]  # of words: attention or saliency
_LEAST = 3  # words; a ranking of fewer means nothing


@dataclass(frozen=True, slots=True)
class Occlusion:
    """The answer's probability without each word.

    Args:
        start: First context word of the window that was read.
        answer: The answer's words [start, end), in the whole context.
        probability: Of the answer with nothing deleted, in this window.
        context: Its probability without each context word, (N,); NaN where nothing
            of the answer would remain.
        question: Its probability without each question word, (J,); NaN where
            nothing of the question would remain.
    """

    start: int
    answer: tuple[int, int]
    probability: float
    context: NDArray[np.float64]
    question: NDArray[np.float64]

    @property
    def end(self) -> int:
        """The context word after the window."""
        return self.start + len(self.context)

    def contributions(self) -> tuple[list[float], list[float]]:
        """Return what each context and question word adds to the probability.

        Above 0 where the answer is less probable without it; 0 where that is NaN.
        """
        context, question = (
            np.nan_to_num(self.probability - without).tolist()
            for without in (self.context, self.question)
        )
        return context, question


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two rankings of the same words agree.

    Args:
        tau: Kendall's tau-b, −1 to 1; 0 for unrelated rankings.
        words: Number of words.
        top: Number of top words compared by name.
        shared: How many of these are in the top of both rankings.
    """

    tau: float
    words: int
    top: int
    shared: int

    @property
    def by_chance(self) -> float:
        """The expected number of shared words for a random ranking."""
        return self.top**2 / self.words


def forward_passes(reading: Reading) -> int:
    """Return how many times `measure` reads the context."""
    return 1 + min(len(reading.context), MOST_WORDS) + len(reading.question)


def measure(reader: Any, reading: Reading) -> Occlusion:
    """Return the probability of the best candidate without each word.

    Args:
        reader: A `Reader`.
        reading: Its answer, with at least one candidate.
    """
    answer = reading.candidates[0].words
    start, end = window(reading)
    words = reader.word_table()
    item = encoded_window(reading, words)
    shorter = without_each(item)
    items = [item, *(each for each in shorter if each is not None)]
    probabilities = iter(reader.span_probabilities(items, words).tolist())
    probability = next(probabilities)
    without = np.array(
        [np.nan if each is None else next(probabilities) for each in shorter]
    )
    return Occlusion(
        start, answer, probability, without[: end - start], without[end - start :]
    )


def without_each(item: Encoded) -> list[Encoded | None]:
    """Return an example without each word of its context, then of its question.

    The span is shifted; without a word of the answer it is the rest of the answer.
    None where nothing of the answer or the question would remain.
    """
    start, end = item.span
    items: list[Encoded | None] = []
    for i in range(len(item.context)):
        span = (start - (i < start), end - (i < end))
        shorter = np.delete(item.context, i)
        items.append(
            Encoded(shorter, item.question, span) if span[0] < span[1] else None
        )
    for i in range(len(item.question)):
        shorter = np.delete(item.question, i)
        items.append(
            Encoded(item.context, shorter, item.span) if len(shorter) else None
        )
    return items


def answer_to_query(reading: Reading) -> NDArray[np.float64]:
    """Return the mean context-to-query weights of the answer's words, (J,)."""
    start, end = reading.candidates[0].words
    return np.asarray(reading.context_to_query[start:end].mean(axis=0), np.float64)


def context_agreement(occlusion: Occlusion, weights: Weights) -> Agreement | None:
    """Return how far weights and occlusion agree on the words outside the answer.

    Without one of its own words it is not the same answer.

    Args:
        occlusion: Of N context words.
        weights: Attention or saliency of these words, (N,).
    """
    effects = occlusion.context - occlusion.probability
    effects[_inside(occlusion)] = np.nan
    return agreement(effects, weights)


def question_agreement(occlusion: Occlusion, weights: Weights) -> Agreement | None:
    """Return how far weights (J,) and occlusion agree on the question's words."""
    return agreement(occlusion.question - occlusion.probability, weights)


def agreement(
    effects: NDArray[np.floating], attention: NDArray[np.floating]
) -> Agreement | None:
    """Return how far two rankings agree: by the size of effects, and by attention.

    Args:
        effects: Changes of the answer's probability, (N,); NaN ones are left out.
        attention: Attention weights, (N,).

    Returns:
        None where fewer than three words remain, or all values are equal.
    """
    from scipy.stats import kendalltau  # type: ignore[import-untyped]

    valid = ~np.isnan(effects)
    sizes, attended = np.abs(effects[valid]), attention[valid]
    if len(sizes) < _LEAST:
        return None
    tau = float(kendalltau(sizes, attended).statistic)
    if np.isnan(tau):
        return None
    top = min(_TOP, len(sizes) // 2)
    strongest = [set(np.argsort(-v, kind="stable")[:top]) for v in (sizes, attended)]
    return Agreement(tau, len(sizes), top, len(strongest[0] & strongest[1]))


def most_needed(reading: Reading, occlusion: Occlusion) -> tuple[str, float]:
    """Return the word outside the answer that it depends on most.

    Returns:
        The word, of context or question, and the answer's probability without it;
        ("", probability) where no deletion lowers it.
    """
    outside = occlusion.context.copy()
    outside[_inside(occlusion)] = np.nan
    without = np.concatenate([outside, occlusion.question])
    window = reading.context.words[occlusion.start : occlusion.end]
    if np.isnan(without).all() or np.nanmin(without) >= occlusion.probability:
        return "", occlusion.probability
    i = int(np.nanargmin(without))
    return (*window, *reading.question.words)[i], float(without[i])


def _inside(occlusion: Occlusion) -> slice:
    """Return the answer's words in the window."""
    start, end = occlusion.answer
    return slice(start - occlusion.start, end - occlusion.start)


def table(reading: Reading, occlusion: Occlusion) -> list[dict[str, object]]:
    """Return for each word its attention and the answer's probability without it."""
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
            answer_to_query(reading),
            occlusion.question,
        ),
    )
    return [
        {
            "text": text,
            "word": word,
            "attention": round(float(weight), 6),
            "probability": round(occlusion.probability, 6),
            "without it": "" if np.isnan(left) else round(float(left), 6),
        }
        for text, words, attention, without in parts
        for word, weight, left in zip(words, attention, without, strict=True)
    ]
