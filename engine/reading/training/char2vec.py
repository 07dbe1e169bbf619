"""char2vec: word2vec's skip-gram on characters, as in the original post.

With so few characters the full softmax is cheap, so there is no negative sampling;
and since the loss of a pair depends on the pair alone, all pairs of the texts are
counted once, and each step is on all of them.

Source:
    Mikolov et al. (2013), skip-gram with the full softmax.
"""

import numpy as np
from numpy.typing import NDArray

from engine.sampling import log_softmax

_WINDOW = 5  # characters on each side
_STEPS = 400
_RATE = 0.05


def pairs(texts: list[NDArray[np.int32]], size: int) -> NDArray[np.float64]:
    """Return how often each pair of characters is within a window, (V, V).

    Args:
        texts: Character ids below `size`.
        size: V, the number of ids.
    """
    counts = np.zeros(size * size, np.float64)
    for text in texts:
        for distance in range(1, _WINDOW + 1):
            near = text[:-distance].astype(np.int64) * size + text[distance:]
            counts += np.bincount(near, minlength=size * size)
    table = counts.reshape(size, size)
    return table + table.T


def learn(
    counts: NDArray[np.float64], dimensions: int, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the embedding of all characters and the loss at each step.

    Args:
        counts: As `pairs` returns them.
        dimensions: Of the embedding.
        seed: Of the initial vectors.

    Returns:
        (V, dimensions) float32, and nats per pair, (steps,).
    """
    size = len(counts)
    random = np.random.default_rng(seed)
    weights = random.normal(0, 0.1, (2, size, dimensions))  # as centre, as neighbour
    joint = counts / max(counts.sum(), 1)
    centre = joint.sum(axis=1, keepdims=True)
    mean, variance = np.zeros_like(weights), np.zeros_like(weights)
    losses = []
    for step in range(1, _STEPS + 1):
        logs = log_softmax(weights[0] @ weights[1].T)
        losses.append(-(joint * logs).sum())
        error = centre * np.exp(logs) - joint
        gradient = np.stack([error @ weights[1], error.T @ weights[0]])
        mean = 0.9 * mean + 0.1 * gradient
        variance = 0.999 * variance + 0.001 * gradient**2
        # Adam with a linearly decaying learning rate.
        rate = _RATE * (1 - (step - 1) / _STEPS)
        corrected = np.sqrt(variance / (1 - 0.999**step)) + 1e-8
        weights -= rate * mean / (1 - 0.9**step) / corrected
    return weights[0].astype(np.float32), np.array(losses)


def neighbours(
    vectors: NDArray[np.float32], character: int, most: int
) -> list[tuple[int, float]]:
    """Return a character's nearest ones with their cosine, nearest first."""
    lengths = np.linalg.norm(vectors, axis=1) + 1e-12
    cosines = vectors @ vectors[character] / lengths / lengths[character]
    order = [int(i) for i in np.argsort(-cosines, kind="stable") if i != character]
    return [(i, float(cosines[i])) for i in order[:most]]
