"""What each word adds to the logits of a bag: parts that sum to the whole exactly.

Word counts are a sum already. In the bag of word vectors dense layers follow the
mean, and no word has a share of its own in what a ReLU makes of all of them
together. The way from no words at all to the whole mean is a straight line; the
logits change along it, and each word is given the change that its share of the
line brings. Between two kinds of bends of a ReLU the network is linear, and every
bend on the line is computed, so the integral is a sum, not an approximation.

Source:
    Sundararajan et al. (2017), integrated gradients; their completeness is what
    makes the parts sum to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.config import BagConfig, CountConfig

DIRECTION = np.arange(-2.0, 3.0)  # of the five classes, from negative to positive

Layer = tuple[NDArray[np.float64], NDArray[np.float64]]  # weights (in, out), bias


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """Parts of the logits, one for each word.

    Args:
        base: (5,) the logits of a review without words.
        parts: (T, 5) what each word adds; `base` and all parts are the logits.
    """

    base: NDArray[np.float64]
    parts: NDArray[np.float64]

    @property
    def logits(self) -> NDArray[np.float64]:
        """The logits of the whole review, (5,)."""
        return np.asarray(self.base + self.parts.sum(axis=0))

    @property
    def pull(self) -> NDArray[np.float64]:
        """How far each word pulls to the positive side (or the negative), (T,).

        The score of “very positive” counts twice, that of “positive” once, those
        of the negative classes the other way round.
        """
        return np.asarray(self.parts @ DIRECTION)

    @property
    def ends(self) -> tuple[float, float]:
        """The same of a review without words, and of the whole review."""
        return float(self.base @ DIRECTION), float(self.logits @ DIRECTION)


def additive(config: Any) -> bool:
    """Return whether a network of this config is a bag, so that parts exist."""
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
    _, given, learned = vectors_of(reviewer, words)
    names = [f"dense_{i}" for i in range(1, reviewer.config.layers + 1)] + ["logits"]
    layers = [_layer(model.get_layer(name)) for name in names]
    return of_mean(given[0].astype(np.float64) + learned[0], layers)


def vectors_of(
    reviewer: Any, words: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the ids of a review's words, GloVe's vectors, and what was learned.

    Returns:
        (1, T), (1, T, D) and (1, T, D); a network of word vectors reads the sum of
        the last two.
    """
    inputs = reviewer.encoder.encode([words]).inputs(np.array([0]), len(words))
    table = np.asarray(reviewer.model.get_layer("word_embedding").table)
    learned = reviewer.config.embedding_learning_rate_scale * table[inputs["ids"]]
    return inputs["ids"], inputs["vectors"], learned.astype(np.float32)


def _layer(dense: Any) -> Layer:
    kernel, bias = (np.asarray(w, np.float64) for w in (dense.kernel, dense.bias))
    return kernel, bias


def of_mean(vectors: NDArray[np.float64], layers: Sequence[Layer]) -> Contributions:
    """Return what each vector adds to the logits of their mean.

    Args:
        vectors: (T, D).
        layers: Dense layers with ReLU between them, the last without.
    """
    mean = vectors.mean(axis=0)
    bends = _bends(mean, layers[:-1])
    middles, widths = (bends[1:] + bends[:-1]) / 2, np.diff(bends)
    slope = _mean_slope(mean, layers, middles, widths)  # (D, 5)
    base = _forward(np.zeros((1, len(mean))), layers)[0]
    return Contributions(base, vectors / len(vectors) @ slope)


def _bends(mean: NDArray[np.float64], hidden: Sequence[Layer]) -> NDArray[np.float64]:
    """Return all places from 0 to 1 on the line to the mean where a ReLU bends."""
    places = np.array([0.0, 1.0])
    for depth in range(1, len(hidden) + 1):
        # Linear between the bends of the layers below, so a change of sign is
        # crossed at one place that two values tell.
        before = _forward(places[:, None] * mean, hidden[:depth])  # (P, U)
        low, high = before[:-1], before[1:]
        interval, unit = np.nonzero(low * high < 0)
        share = low[interval, unit] / (low[interval, unit] - high[interval, unit])
        widths = np.diff(places)
        crossed = places[interval] + share * widths[interval]
        places = np.unique(np.concatenate([places, crossed]))
    return places


def _forward(x: NDArray[np.float64], layers: Sequence[Layer]) -> NDArray[np.float64]:
    """Return what the last of the layers gives, before any ReLU of its own."""
    for weights, bias in layers[:-1]:
        x = np.maximum(x @ weights + bias, 0)
    weights, bias = layers[-1]
    return np.asarray(x @ weights + bias)


def _mean_slope(
    mean: NDArray[np.float64],
    layers: Sequence[Layer],
    middles: NDArray[np.float64],
    widths: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the logits' slope by the mean vector, averaged over the line, (D, 5)."""
    x = middles[:, None] * mean
    awake = []  # which units are above zero in each stretch
    for weights, bias in layers[:-1]:
        x = np.maximum(x @ weights + bias, 0)
        awake.append(x > 0)
    slope = np.broadcast_to(
        layers[-1][0], (len(middles), *layers[-1][0].shape)
    )  # (S, U, 5)
    for (weights, _), on in zip(layers[-2::-1], awake[::-1], strict=True):
        slope = np.einsum("du,suk->sdk", weights, on[..., None] * slope, optimize=True)
    return np.asarray(np.einsum("s,sdk->dk", widths, slope))
