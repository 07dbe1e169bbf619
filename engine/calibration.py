"""Calibration: whether a network's confidence matches its accuracy, and how to mend it.

`expected_calibration_error` measures it. Temperature scaling mends it: logits divided
by a temperature above 1 correct an overconfident network, below 1 an underconfident
one. It is fitted on validation data and never changes which class is most likely.

Source:
    Guo et al. (2017), On calibration of modern neural networks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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

    minimum = minimize_scalar(
        lambda log_temperature: loss(logits / np.exp(log_temperature), labels),
        bounds=np.log(_BOUNDS),
        method="bounded",
        options={"xatol": _TOLERANCE},
    )
    return float(np.exp(minimum.x))


def loss(logits: NDArray[Any], labels: NDArray[Any]) -> float:
    """Return the mean cross-entropy of logits (N, K) in nats."""
    return float(-log_softmax(logits)[np.arange(len(labels)), labels].mean())


@dataclass(frozen=True, slots=True)
class Bin:
    """All answers whose confidence falls into one interval."""

    count: int
    confidence: float  # mean, 0 to 1
    right: float  # accuracy: the share that was right, 0 to 1


def bins(
    confidences: Sequence[float], hits: Sequence[bool], count: int = 10
) -> list[Bin]:
    """Return the answers by confidence, in bins of equal width; empty ones left out.

    Args:
        confidences: N probabilities of the predicted classes, 0 to 1.
        hits: For each of the N, whether the prediction was right.
        count: Bins from 0 to 1.
    """
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(count)]
    for confidence, hit in zip(confidences, hits, strict=True):
        index = min(int(confidence * count), count - 1)
        sorted_in[max(index, 0)].append((float(confidence), bool(hit)))
    return [
        Bin(
            len(inside),
            sum(confidence for confidence, _ in inside) / len(inside),
            sum(hit for _, hit in inside) / len(inside),
        )
        for inside in sorted_in
        if inside
    ]


def calibration_error(curve: Sequence[Bin]) -> float:
    """Return the expected calibration error (ECE) of what `bins` returned, 0 to 1.

    It is the mean distance between confidence and accuracy, weighted by the answers
    in each bin.

    Source:
        Naeini et al. (2015), Guo et al. (2017).
    """
    total = sum(b.count for b in curve)
    if not total:
        return 0.0
    return sum(b.count * abs(b.right - b.confidence) for b in curve) / total


def expected_calibration_error(
    confidences: Sequence[float], hits: Sequence[bool]
) -> float:
    """Return the ECE with ten bins, 0 to 1; arguments as for `bins`."""
    return calibration_error(bins(confidences, hits))
