"""char2vec: word2vec's skip-gram on characters, as in the post.

With so few characters the softmax over all of them is cheap, so it is taken
whole, not sampled; and since the loss of a pair hangs on the pair alone, all
pairs of a text are counted once and learned from together.

Source:
    Mikolov et al. (2013), skip-gram; its softmax in full.
"""

import numpy as np
from numpy.typing import NDArray

from engine.sampling import log_softmax

_WINDOW = 5  # characters on each side
_STEPS = 400
_RATE = 0.05


def pairs(texts: list[NDArray[np.int32]], size: int) -> NDArray[np.float64]:
    """Return how often each character stands near each other one, (V, V).

    Args:
        texts: Characters as numbers below `size`.
        size: V, how many numbers there are.
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
    """Return the vectors of all characters and the loss at each step.

    Args:
        counts: As `pairs` returns them.
        dimensions: Numbers that stand for a character.
        seed: Of the first vectors.

    Returns:
        (V, dimensions) float32, and nats per pair, (steps,).
    """
    size = len(counts)
    random = np.random.default_rng(seed)
    weights = random.normal(0, 0.1, (2, size, dimensions))  # as centre, as neighbour
    share = counts / max(counts.sum(), 1)
    centre = share.sum(axis=1, keepdims=True)
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    losses = []
    for step in range(1, _STEPS + 1):
        logs = log_softmax(weights[0] @ weights[1].T)
        losses.append(-(share * logs).sum())
        error = centre * np.exp(logs) - share
        slope = np.stack([error @ weights[1], error.T @ weights[0]])
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        # Adam; its rate falls linearly.
        rate = _RATE * (1 - (step - 1) / _STEPS)
        corrected = np.sqrt(spread / (1 - 0.999**step)) + 1e-8
        weights -= rate * mean / (1 - 0.9**step) / corrected
    return weights[0].astype(np.float32), np.array(losses)


def neighbours(
    vectors: NDArray[np.float32], place: int, most: int
) -> list[tuple[int, float]]:
    """Return the characters nearest to one, with their cosine, nearest first."""
    lengths = np.linalg.norm(vectors, axis=1) + 1e-12
    cosines = vectors @ vectors[place] / lengths / lengths[place]
    order = [int(i) for i in np.argsort(-cosines, kind="stable") if i != place]
    return [(i, float(cosines[i])) for i in order[:most]]
