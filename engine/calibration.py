"""One temperature for a network's logits, so that it says how sure it may be.

Scores over a temperature that was fitted where the network has not learned put
right what is too timid or too sure, and change no answer.

Source:
    Guo et al. (2017), On calibration of modern neural networks.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sampling import log_softmax

FEWEST = 50  # examples that a temperature is fitted on
_BOUNDS = (0.05, 20.0)
_STEPS = 60  # of the golden section: far below what can be seen


def temperature(logits: NDArray[Any], labels: NDArray[Any]) -> float:
    """Return the temperature of the least cross-entropy, 0.05 to 20.

    Golden-section search on its logarithm: the cross-entropy has one valley.

    Args:
        logits: Unnormalised, (N, K).
        labels: (N,) integers.
    """
    low, high = np.log(_BOUNDS)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(_STEPS):
        first, second = high - golden * (high - low), low + golden * (high - low)
        if loss(logits / np.exp(first), labels) < loss(logits / np.exp(second), labels):
            high = second
        else:
            low = first
    return float(np.exp((low + high) / 2))


def loss(logits: NDArray[Any], labels: NDArray[Any]) -> float:
    """Return the mean cross-entropy of logits (N, K) in nats."""
    return float(-log_softmax(logits)[np.arange(len(labels)), labels].mean())
