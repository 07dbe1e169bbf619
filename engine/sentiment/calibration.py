"""The calibration of a checkpoint: a temperature, stored beside the weights."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import calibration
from engine.errors import CheckpointError
from engine.sampling import log_softmax

FILE = "temperature.json"


@dataclass(frozen=True, slots=True)
class Temperature:
    """A temperature that logits are divided by, and the data it was fitted on."""

    value: float
    n: int  # phrases
    split: str


def fit(
    logits: NDArray[np.floating], labels: NDArray[np.integer], split: str
) -> Temperature:
    """Return the temperature with the lowest cross-entropy; 1 for too few labels.

    Args:
        logits: (N, 5), of validation phrases.
        labels: (N,) integers.
        split: The name of the validation set.
    """
    too_few = len(labels) < calibration.FEWEST
    value = 1.0 if too_few else round(calibration.temperature(logits, labels), 4)
    return Temperature(value, len(labels), split)


def probabilities(
    logits: NDArray[np.floating], temperature: Temperature
) -> NDArray[np.float64]:
    """Return calibrated probabilities (N, 5) float64 from logits (N, 5)."""
    return np.asarray(np.exp(log_softmax(logits / temperature.value)))


def to_text(temperature: Temperature) -> str:
    """Return the temperature as JSON."""
    return json.dumps(asdict(temperature)) + "\n"


def read(folder: Path) -> Temperature:
    """Return a checkpoint's temperature.

    Raises:
        CheckpointError: It is missing or damaged.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Temperature(**stored)
    except (OSError, ValueError, TypeError) as error:
        raise CheckpointError(
            f"{folder.name} has no readable calibration temperature."
        ) from error
