"""How sure an answer may be called: fitted on validation, never on dev.

The probability that a network gives its best span is no promise. Two numbers
turn it into the share of answers that were right on held-out questions; a third
says below which confidence a context probably holds no answer, chosen between
held-out questions on their own contexts and on contexts of other articles.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.reading.config import ReadingConfig
from engine.reading.encoding import Words
from engine.reading.evaluate import Judged, judge

_STEPS = 200  # of Newton's method, far more than it needs
_ASIDE = 1000  # questions that are asked of foreign contexts
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns a span's probability into a confidence.

    Args:
        slope: Of the log-odds of being right over those of the probability.
        offset: Its value at a probability of a half.
        no_answer_threshold: The span probability under which there probably is no
            answer.
        balanced_accuracy: Share of held-out questions, on own and foreign contexts in
            equal parts, that this threshold puts on the right side.
        questions: Held-out questions that it was fitted on.
    """

    slope: float = 1.0
    offset: float = 0.0
    no_answer_threshold: float = 0.0
    balanced_accuracy: float = 0.5
    questions: int = 0

    def confidence(self, probability: float) -> float:
        """Return how often an answer of such a probability was exactly right."""
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
    model: Any, judged: Sequence[Judged], words: Words, config: ReadingConfig
) -> Calibration:
    """Return the calibration by held-out questions that were judged already."""
    if len(judged) < 2:
        return Calibration()
    own = np.array([j.span.probability for j in judged])
    right = np.array([j.score.exact for j in judged])
    slope, offset = platt(own, right)
    # A question of one half of the list, a context of the other half.
    half = len(judged) // 2
    pairs = list(zip(judged[:half], judged[half : 2 * half], strict=True))[:_ASIDE]
    foreign = [
        replace(one.example, context=other.example.context, span=(0, 0))
        for one, other in pairs
        if one.example.context.text != other.example.context.text
    ]
    aside = judge(model, foreign, words, config)
    other = np.array([j.span.probability for j in aside])
    below, balanced_accuracy = threshold(own, other)
    return Calibration(slope, offset, below, balanced_accuracy, len(judged))


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
    good = right.sum()
    high, low = (good + 1) / (good + 2), 1 / (len(right) - good + 2)
    target = np.where(right > 0, high, low)
    weights = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -50, 50)))
        slope = x.T @ (p - target)
        curve = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        weights = weights - np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def threshold(
    own: NDArray[np.floating], other: NDArray[np.floating]
) -> tuple[float, float]:
    """Return the value that tells two samples apart best, and the share it does.

    Args:
        own: Values that should lie above it.
        other: Values that should lie below it.
    """
    if not len(own) or not len(other):
        return 0.0, 0.5
    values = np.unique(np.concatenate([own, other]))
    above = 1 - np.searchsorted(np.sort(own), values) / len(own)
    below = np.searchsorted(np.sort(other), values) / len(other)
    place = int((above + below).argmax())
    return float(values[place]), float((above + below)[place] / 2)
