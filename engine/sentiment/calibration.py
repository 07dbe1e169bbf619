"""One temperature that makes a network say how sure it may be.

Source:
    Guo et al. (2017), On calibration of modern neural networks.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.sampling import log_softmax

FILE = "temperature.json"
# A hundredth of a nat apart or closer: nobody sees the difference between two.
_CANDIDATES = np.exp(np.linspace(np.log(0.25), np.log(8.0), 121))


@dataclass(frozen=True, slots=True)
class Temperature:
    """What scores are divided by, and what it was fitted on."""

    value: float
    n: int  # phrases
    split: str


def fit(
    scores: NDArray[np.floating], labels: NDArray[np.integer], split: str
) -> Temperature:
    """Return the temperature with the lowest cross-entropy.

    Args:
        scores: (N, 5), of phrases that were not learned from.
        labels: (N,).
        split: Their name.
    """
    losses = [loss(scores / t, labels) for t in _CANDIDATES]
    value = round(float(_CANDIDATES[int(np.argmin(losses))]), 4)
    return Temperature(value, len(labels), split)


def loss(scores: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Return the mean cross-entropy in nats."""
    logs = log_softmax(scores)
    return float(-logs[np.arange(len(labels)), labels].mean())


def probabilities(
    scores: NDArray[np.floating], temperature: Temperature
) -> NDArray[np.float64]:
    """Return probabilities of scores (N, 5), (N, 5) float64."""
    return np.asarray(np.exp(log_softmax(scores / temperature.value)))


def to_text(temperature: Temperature) -> str:
    """Return the temperature as JSON."""
    return json.dumps(asdict(temperature)) + "\n"


def read(folder: Path) -> Temperature:
    """Return a checkpoint's temperature.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Temperature(**stored)
    except (OSError, ValueError, TypeError) as error:
        raise CheckpointError(f"{folder.name} has no readable temperature.") from error
