"""Temperature scaling: makes a network's confidence match its accuracy.

Logits divided by a temperature above 1 correct an overconfident network, below 1 an
underconfident one. It is fitted on validation data and never changes which class is
most likely.

Source:
    Guo et al. (2017), On calibration of modern neural networks.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sampling import log_softmax

FEWEST = 50  # examples that a temperature is fitted on
_BOUNDS = (0.05, 20.0)
_TOLERANCE = 1e-9  # of the temperature's logarithm


def temperature(logits: NDArray[Any], labels: NDArray[Any]) -> float:
    """Return the temperature with the lowest cross-entropy, 0.05 to 20.

    Searches over its logarithm, where the cross-entropy has a single minimum.

    Args:
        logits: (N, K) unnormalised.
        labels: (N,) integers.
    """
    # SciPy's optimisers take a moment to import: only fitting needs them.
    from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]

    found = minimize_scalar(
        lambda log_temperature: loss(logits / np.exp(log_temperature), labels),
        bounds=np.log(_BOUNDS),
        method="bounded",
        options={"xatol": _TOLERANCE},
    )
    return float(np.exp(found.x))


def loss(logits: NDArray[Any], labels: NDArray[Any]) -> float:
    """Return the mean cross-entropy of logits (N, K) in nats."""
    return float(-log_softmax(logits)[np.arange(len(labels)), labels].mean())
