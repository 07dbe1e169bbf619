"""What each word of a bag contributes to the logits, exactly.

Word counts are a sum already. In a bag of word vectors the mean goes through dense
layers with ReLUs, so the contributions are the integrated gradients on the straight
line from the zero vector to the mean. The network is linear between two points where
a ReLU switches; every such point on the line is computed, so the integral is an exact
sum.

T words, D dimensions of a word vector, U units, P points and S = P − 1 segments of
the line.

Source:
    Sundararajan et al. (2017), integrated gradients; by their completeness axiom the
    contributions sum to the difference of the logits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.config import BagConfig, CountConfig

DIRECTION = np.arange(-2.0, 3.0)  # weights of the five logits

Layer = tuple[NDArray[np.float64], NDArray[np.float64]]  # weights (in, out), bias


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """The contribution of each word to the logits.

    Args:
        base: (5,) the logits of an empty review.
        parts: (T, 5) the contributions; `base` and all parts sum to the logits.
    """

    base: NDArray[np.float64]
    parts: NDArray[np.float64]

    @property
    def logits(self) -> NDArray[np.float64]:
        """The logits of the whole review, (5,)."""
        return np.asarray(self.base + self.parts.sum(axis=0))

    @property
    def pull(self) -> NDArray[np.float64]:
        """Contribution of each word to the weighted logits, (T,); positive if above 0.

        The weights, `DIRECTION`, are −2 for “very negative” to 2 for “very positive”.
        """
        return np.asarray(self.parts @ DIRECTION)

    @property
    def ends(self) -> tuple[float, float]:
        """The weighted logits of an empty review, and of the whole review."""
        return float(self.base @ DIRECTION), float(self.logits @ DIRECTION)


def additive(config: Any) -> bool:
    """Return whether a network of this config is a bag with exact contributions."""
    return isinstance(config, BagConfig | CountConfig)


def of(reviewer: Any, words: Sequence[str]) -> Contributions:
    """Return the contributions of the words of one review.

    Args:
        reviewer: A loaded `Reviewer` whose config is `additive`.
        words: The review's tokens, at least one.
    """
    model = reviewer.model
    if isinstance(reviewer.config, CountConfig):
        inputs = reviewer.encoder.encode([words]).inputs(np.array([0]), len(words))
        table = np.asarray(model.get_layer("word_weights").embeddings, np.float64)
        base = np.asarray(model.get_layer("logits").bias, np.float64)
        return Contributions(base, table[inputs["ids"][0]])
    _, pretrained, offsets = vectors_of(reviewer, words)
    names = [f"dense_{i}" for i in range(1, reviewer.config.layers + 1)] + ["logits"]
    layers = [_layer(model.get_layer(name)) for name in names]
    return of_mean(pretrained[0].astype(np.float64) + offsets[0], layers)


def vectors_of(
    reviewer: Any, words: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the ids of a review's words, GloVe's vectors and fine-tuned offsets.

    Returns:
        (1, T), (1, T, D) and (1, T, D); a network reads the sum of the last two.
    """
    inputs = reviewer.encoder.encode([words]).inputs(np.array([0]), len(words))
    table = np.asarray(reviewer.model.get_layer("word_embedding").table)
    offsets = reviewer.config.embedding_learning_rate_scale * table[inputs["ids"]]
    return inputs["ids"], inputs["vectors"], offsets.astype(np.float32)


def _layer(dense: Any) -> Layer:
    kernel, bias = (np.asarray(w, np.float64) for w in (dense.kernel, dense.bias))
    return kernel, bias


def of_mean(vectors: NDArray[np.float64], layers: Sequence[Layer]) -> Contributions:
    """Return the contribution of each vector to the logits of their mean.

    Args:
        vectors: (T, D).
        layers: Dense layers, each followed by a ReLU except the last.
    """
    mean = vectors.mean(axis=0)
    points = _switching_points(mean, layers[:-1])  # (P,)
    middles, widths = (points[1:] + points[:-1]) / 2, np.diff(points)  # (S,)
    gradient = _mean_gradient(mean, layers, middles, widths)  # (D, 5)
    base = _forward(np.zeros((1, len(mean))), layers)[0]
    return Contributions(base, vectors / len(vectors) @ gradient)


def _switching_points(
    mean: NDArray[np.float64], hidden: Sequence[Layer]
) -> NDArray[np.float64]:
    """Return 0, 1 and the points between them where a ReLU switches, (P,)."""
    points = np.array([0.0, 1.0])
    for depth in range(1, len(hidden) + 1):
        # Linear between the points of the layers below: a change of sign between two
        # of them has one zero, found from the two values.
        activations = _forward(points[:, None] * mean, hidden[:depth])  # (P, U)
        low, high = activations[:-1], activations[1:]
        segment, unit = np.nonzero(low * high < 0)
        fraction = low[segment, unit] / (low[segment, unit] - high[segment, unit])
        zeros = points[segment] + fraction * np.diff(points)[segment]
        points = np.unique(np.concatenate([points, zeros]))
    return points


def _forward(x: NDArray[np.float64], layers: Sequence[Layer]) -> NDArray[np.float64]:
    """Return the output of the last layer, without a ReLU of its own."""
    for weights, bias in layers[:-1]:
        x = np.maximum(x @ weights + bias, 0)
    weights, bias = layers[-1]
    return np.asarray(x @ weights + bias)


def _mean_gradient(
    mean: NDArray[np.float64],
    layers: Sequence[Layer],
    middles: NDArray[np.float64],
    widths: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the gradient of the logits by the mean vector, averaged over the line."""
    x = middles[:, None] * mean  # (S, D)
    active = []  # which ReLUs are active in each segment, (S, U) per layer
    for weights, bias in layers[:-1]:
        x = np.maximum(x @ weights + bias, 0)
        active.append(x > 0)
    last = layers[-1][0]  # (U, 5)
    gradient = np.broadcast_to(last, (len(middles), *last.shape))  # (S, U, 5)
    for (weights, _), on in zip(layers[-2::-1], active[::-1], strict=True):
        masked = on[..., None] * gradient
        gradient = np.einsum("du,suk->sdk", weights, masked, optimize=True)
    return np.asarray(np.einsum("s,sdk->dk", widths, gradient))
