"""Calibration: from a span's probability to a confidence, fitted on validation.

The probability of the best span is not the probability that it is right. Slope and
offset turn it into the share of validation answers that were right; a threshold says
below which probability a context probably does not contain an answer. It separates
validation questions on their own contexts from the same on other contexts.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.reading.config import ReadingConfig
from engine.reading.encoding import WordTable
from engine.reading.evaluate import ScoredAnswer, score_answers

_STEPS = 200  # of Newton's method, far more than it needs
_MISMATCHED = 1000  # questions asked about another question's context
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a span's probability becomes a confidence.

    Args:
        slope: Of the log-odds of being right over those of the probability.
        offset: Its value at a probability of a half.
        no_answer_threshold: The span probability below which there is probably no
            answer.
        balanced_accuracy: Of this threshold, on validation questions with their own
            and with other contexts.
        questions: Validation questions that it was fitted on.
    """

    slope: float = 1.0
    offset: float = 0.0
    no_answer_threshold: float = 0.0
    balanced_accuracy: float = 0.5
    questions: int = 0

    def confidence(self, probability: float) -> float:
        """Return how often answers of this probability were exactly right."""
        odds = float(_log_odds(np.array([probability]))[0])
        return float(1 / (1 + np.exp(-(self.slope * odds + self.offset))))

    def to_text(self) -> str:
        """Return it as JSON text."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what `to_text` wrote.

        Raises:
            ValueError: Not such a text.
        """
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"not a calibration: {error}") from error


def fit(
    model: Any,
    scored: Sequence[ScoredAnswer],
    words: WordTable,
    config: ReadingConfig,
) -> Calibration:
    """Return the calibration fitted on a model's scored validation answers."""
    if len(scored) < 2:
        return Calibration()
    matched = np.array([each.span.probability for each in scored])
    right = np.array([each.score.exact for each in scored])
    slope, offset = platt(matched, right)
    # Questions of one half of the list with contexts of the other half.
    half = len(scored) // 2
    pairs = zip(scored[:half], scored[half : 2 * half], strict=True)
    swapped = [
        replace(first.example, context=second.example.context, span=(0, 0))
        for first, second in islice(pairs, _MISMATCHED)
        if first.example.context.text != second.example.context.text
    ]
    answers = score_answers(model, swapped, words, config)
    mismatched = np.array([each.span.probability for each in answers])
    best, balanced_accuracy = threshold(matched, mismatched)
    return Calibration(slope, offset, best, balanced_accuracy, len(scored))


def _log_odds(probability: NDArray[np.floating]) -> NDArray[np.float64]:
    p = np.clip(probability.astype(np.float64), _TINY, 1 - 1e-6)
    return np.asarray(np.log(p / (1 - p)))


def platt(
    probability: NDArray[np.floating], right: NDArray[np.floating]
) -> tuple[float, float]:
    """Return slope and offset of the logistic regression of `right`.

    Source:
        Platt (1999), with his targets, which keep it finite when all are right.
    """
    x = np.stack([_log_odds(probability), np.ones(len(probability))], axis=1)
    count = right.sum()
    high, low = (count + 1) / (count + 2), 1 / (len(right) - count + 2)
    target = np.where(right > 0, high, low)
    weights = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -50, 50)))
        gradient = x.T @ (p - target)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def threshold(
    positive: NDArray[np.floating], negative: NDArray[np.floating]
) -> tuple[float, float]:
    """Return the threshold with the best balanced accuracy, and that accuracy.

    Args:
        positive: Values that should be at or above it.
        negative: Values that should be below it.
    """
    if not len(positive) or not len(negative):
        return 0.0, 0.5
    values = np.unique(np.concatenate([positive, negative]))
    above = 1 - np.searchsorted(np.sort(positive), values) / len(positive)
    below = np.searchsorted(np.sort(negative), values) / len(negative)
    best = int((above + below).argmax())
    return float(values[best]), float((above + below)[best] / 2)
