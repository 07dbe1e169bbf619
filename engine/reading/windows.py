"""A long context is read in overlapping windows, by a page and in evaluation alike.

A network is trained on contexts of at most 300 words. A word of several windows gets
its highest logit, so that each window can point at its own candidate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORDS, STRIDE = 300, 200  # of a window; from the first word of one to the next


Logits = NDArray[np.float64]  # of start and end, (2, T); of a whole context
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Attended:
    """What a network makes of a context of T words and a question of J words.

    Args:
        logits: Of start and end, (2, T).
        context_to_query: Attention weights, (T, J).
        query_to_context: Attention weights, (T,).
        windows: Number of windows in which the context was read.
    """

    logits: Logits
    context_to_query: Floats
    query_to_context: Floats
    windows: int


def starts(size: int) -> list[int]:
    """Return the first word of each window of a context of `size` words.

    Example:
        >>> starts(300), starts(620)
        ([0], [0, 200, 320])
    """
    if size <= WORDS:
        return [0]
    return [*range(0, size - WORDS, STRIDE), size - WORDS]


def merge(size: int, parts: Iterable[tuple[int, NDArray[np.floating]]]) -> Logits:
    """Return the logits of a whole context, (2, size).

    Args:
        size: Words of the context.
        parts: The first word of each window, and its logits of start and end, (2, T).
    """
    logits = np.full((2, size), -np.inf)
    for start, rows in parts:
        window = logits[:, start : start + rows.shape[1]]
        np.maximum(window, rows, out=window)
    return logits


def join(
    size: int, parts: Sequence[tuple[int, NDArray[np.floating], Floats, Floats]]
) -> Attended:
    """Return the logits and attention weights of a whole context.

    A word of several windows gets the attention weights of the one where it is
    farthest from the edge.

    Args:
        size: Words of the context, T.
        parts: At least one: the first word of each window, its logits (2, W), its
            context-to-query weights (W, J) and query-to-context weights (W,).
    """
    context_to_query = np.zeros((size, parts[0][2].shape[1]), np.float32)
    query_to_context = np.zeros(size, np.float32)
    margin = np.full(size, -1)  # distance to the nearer edge of its window
    for start, _, to_query, to_context in parts:
        width = len(to_context)
        distance = np.minimum(np.arange(width), np.arange(width)[::-1])
        better = distance > margin[start : start + width]
        indices = start + np.flatnonzero(better)
        margin[indices] = distance[better]
        context_to_query[indices] = to_query[better]
        query_to_context[indices] = to_context[better]
    return Attended(
        merge(size, ((start, logits) for start, logits, *_ in parts)),
        context_to_query,
        query_to_context / max(float(query_to_context.sum()), 1e-12),
        len(parts),
    )
