"""Answers as spans of words: which is the likeliest, and by how much.

A span is half-open: [start, end). A network says of each word how likely an
answer begins with it and ends with it; a span's probability is their product.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Span:
    """Words [start, end) and the probability that they are the answer."""

    start: int
    end: int
    probability: float


def surface(
    begins: NDArray[np.floating], ends: NDArray[np.floating], longest: int
) -> NDArray[np.float64]:
    """Return the probability of every span, (T, T): from word i to word j, j >= i.

    Args:
        begins: Probability that the answer begins with each word, (T,).
        ends: Probability that it ends with each word, (T,).
        longest: Words that a span may have; all others get 0.
    """
    joint = np.outer(begins, ends).astype(np.float64)
    return np.triu(joint) - np.triu(joint, longest)


def best(
    begins: NDArray[np.floating], ends: NDArray[np.floating], longest: int
) -> Span:
    """Return the likeliest span of at most `longest` words: the joint search.

    In linear time: the best beginning for each end lies among the last
    `longest` words.
    """
    words = len(begins)
    padded = np.concatenate([np.zeros(longest - 1), begins])
    windows = np.lib.stride_tricks.sliding_window_view(padded, longest)  # (T, longest)
    first = windows.argmax(axis=1)
    joint = windows[np.arange(words), first] * ends
    last = int(joint.argmax())
    start = max(0, last - (longest - 1) + int(first[last]))
    return Span(start, last + 1, float(joint[last]))


def separate(begins: NDArray[np.floating], ends: NDArray[np.floating]) -> Span:
    """Return the likeliest beginning and the likeliest end, each by itself.

    Without the joint search the end may lie before the beginning; the span is
    empty then, which is what the post's smart span mends.
    """
    start, last = int(begins.argmax()), int(ends.argmax())
    probability = float(begins[start] * ends[last])
    return Span(start, max(start, last + 1), probability)


def likeliest(
    begins: NDArray[np.floating],
    ends: NDArray[np.floating],
    longest: int,
    most: int,
) -> tuple[Span, ...]:
    """Return the `most` likeliest spans, best first.

    Memory is bounded by T × longest.
    """
    words = len(begins)
    longest = min(longest, words)
    padded = np.concatenate([ends, np.zeros(longest - 1)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, longest)  # (T, longest)
    joint = begins[:, None] * windows
    order = np.argsort(-joint, axis=None, kind="stable")[:most]
    places = zip(*np.unravel_index(order, joint.shape), strict=True)
    return tuple(
        Span(int(i), int(i + k) + 1, float(joint[i, k]))
        for i, k in places
        if i + k < words
    )
