"""Scores of a network over images, plain and averaged over six views.

The six views of an image are itself, itself moved by one pixel up and left, and
down and right, each also mirrored. Their logits are averaged before they become
probabilities; it is called six-view averaging wherever a figure rests on it.

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
    everyone = np.ones(count, bool)
    seen = []
    for shift in (0, 1, -1):
        shifts = np.full((count, 2), shift)
        moved = translate(pixels, shifts, 1) if shift else pixels
        seen += [moved, mirror(moved, everyone)]
    return np.stack(seen)


def logits(model: Any, pixels: NDArray[np.number]) -> Logits:
    """Return what a network says of images, (N, 32, 32, 3) -> (N, K) float64."""
    parts = [
        np.asarray(
            model.predict_on_batch(pixels[start : start + _BLOCK].astype(np.float32)),
            np.float64,
        )
        for start in range(0, len(pixels), _BLOCK)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, model.output_shape[-1]))


def view_logits(model: Any, pixels: Pixels) -> Logits:
    """Return what a network says of each of the six views, (6, N, K)."""
    seen = views(pixels)
    flat = logits(model, seen.reshape(-1, *pixels.shape[1:]))
    return flat.reshape(len(VIEWS), len(pixels), -1)


def averaged_logits(of_views: Logits) -> Logits:
    """Return the weighted mean of the views' logits, (6, N, K) -> (N, K)."""
    return np.asarray(np.tensordot(VIEW_WEIGHTS, of_views, axes=1))


def accuracy(said: Logits, labels: NDArray[np.int64]) -> float:
    """Return the share of images whose highest score is their own class, 0 to 1."""
    return float((said.argmax(axis=-1) == labels).mean()) if len(labels) else 0.0


def loss(said: Logits, labels: NDArray[np.int64], smoothing: float) -> float:
    """Return the mean cross-entropy in nats, smoothed as in training.

    Args:
        said: logits, (N, K).
        labels: (N,).
        smoothing: Probability spread over all classes.
    """
    nats = -log_softmax(said)  # (N, K)
    own = nats[np.arange(len(labels)), labels]
    return float(((1 - smoothing) * own + smoothing * nats.mean(axis=-1)).mean())
