"""Logits and accuracy of a network over images, of one view or six averaged.

The six views of an image are itself, itself shifted by one pixel up and left, and
down and right, each also mirrored (test-time augmentation). Their logits are averaged
before the softmax; every figure that uses this is called “six views averaged”.

N images, V views, K classes.

Source:
    Jordan (2024), arXiv 2404.00498, "multi-crop" evaluation.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.images.augment import mirror, translate
from engine.images.pixels import Pixels
from engine.sampling import log_softmax

VIEWS = (
    "original",
    "mirrored",
    "shifted up and left",
    "shifted up and left, mirrored",
    "shifted down and right",
    "shifted down and right, mirrored",
)
VIEW_WEIGHTS = np.asarray([0.25, 0.25, 0.125, 0.125, 0.125, 0.125])
_BLOCK = 500  # images per call: bounded memory, two compiled shapes at most

Logits = NDArray[np.float64]


def views(pixels: Pixels) -> Pixels:
    """Return the six views of images (N, 32, 32, 3), as (6, N, 32, 32, 3)."""
    count = len(pixels)
    all_images = np.ones(count, bool)
    stacked = []
    for shift in (0, 1, -1):
        shifts = np.full((count, 2), shift)
        moved = translate(pixels, shifts, 1) if shift else pixels
        stacked += [moved, mirror(moved, all_images)]
    return np.stack(stacked)


def logits(model: Any, pixels: NDArray[np.number]) -> Logits:
    """Return the logits of images, (N, 32, 32, 3) -> (N, K) float64."""
    blocks = [
        np.asarray(
            model.predict_on_batch(pixels[start : start + _BLOCK].astype(np.float32)),
            np.float64,
        )
        for start in range(0, len(pixels), _BLOCK)
    ]
    return np.concatenate(blocks) if blocks else np.zeros((0, model.output_shape[-1]))


def view_logits(model: Any, pixels: Pixels) -> Logits:
    """Return the logits of each of the six views, (6, N, K)."""
    stacked = views(pixels)  # (6, N, 32, 32, 3)
    flat = logits(model, stacked.reshape(-1, *pixels.shape[1:]))
    return flat.reshape(len(VIEWS), len(pixels), -1)


def averaged_logits(of_views: Logits) -> Logits:
    """Return the weighted mean of the views' logits, (6, N, K) -> (N, K)."""
    return np.asarray(np.tensordot(VIEW_WEIGHTS, of_views, axes=1))


def accuracy(logits: Logits, labels: NDArray[np.int64]) -> float:
    """Return the share of images with the highest logit on their class, 0 to 1."""
    return float((logits.argmax(axis=-1) == labels).mean()) if len(labels) else 0.0


def loss(logits: Logits, labels: NDArray[np.int64], smoothing: float) -> float:
    """Return the mean cross-entropy in nats, with label smoothing as in training.

    Args:
        logits: (N, K).
        labels: (N,).
        smoothing: Share of each target's probability spread over all classes.
    """
    nats = -log_softmax(logits)  # (N, K)
    own = nats[np.arange(len(labels)), labels]
    return float(((1 - smoothing) * own + smoothing * nats.mean(axis=-1)).mean())
