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
    start_probabilities: NDArray[np.floating],
    end_probabilities: NDArray[np.floating],
    max_answer_words: int,
) -> NDArray[np.float64]:
    """Return the probability of every span, (T, T): from word i to word j, j >= i.

    Args:
        start_probabilities: Probability that the answer begins with each word, (T,).
        end_probabilities: Probability that it ends with each word, (T,).
        max_answer_words: Words that a span may have; all others get 0.
    """
    joint = np.outer(start_probabilities, end_probabilities).astype(np.float64)
    return np.triu(joint) - np.triu(joint, max_answer_words)


def best(
    start_probabilities: NDArray[np.floating],
    end_probabilities: NDArray[np.floating],
    max_answer_words: int,
) -> Span:
    """Return the likeliest span of at most `max_answer_words` words: the joint search.

    In linear time: the best beginning for each end lies among the last
    `max_answer_words` words.
    """
    words = len(start_probabilities)
    padded = np.concatenate([np.zeros(max_answer_words - 1), start_probabilities])
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, max_answer_words
    )  # (T, longest)
    first = windows.argmax(axis=1)
    joint = windows[np.arange(words), first] * end_probabilities
    last = int(joint.argmax())
    start = max(0, last - (max_answer_words - 1) + int(first[last]))
    return Span(start, last + 1, float(joint[last]))


def separate(
    start_probabilities: NDArray[np.floating], end_probabilities: NDArray[np.floating]
) -> Span:
    """Return the likeliest beginning and the likeliest end, each by itself.

    Without the joint search the end may lie before the beginning; the span is
    empty then, which is what the post's smart span mends.
    """
    start, last = int(start_probabilities.argmax()), int(end_probabilities.argmax())
    probability = float(start_probabilities[start] * end_probabilities[last])
    return Span(start, max(start, last + 1), probability)


def likeliest(
    start_probabilities: NDArray[np.floating],
    end_probabilities: NDArray[np.floating],
    max_answer_words: int,
    most: int,
) -> tuple[Span, ...]:
    """Return the `most` likeliest spans, best first.

    Memory is bounded by T × longest.
    """
    words = len(start_probabilities)
    max_answer_words = min(max_answer_words, words)
    padded = np.concatenate([end_probabilities, np.zeros(max_answer_words - 1)])
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, max_answer_words
    )  # (T, longest)
    joint = start_probabilities[:, None] * windows
    order = np.argsort(-joint, axis=None, kind="stable")[:most]
    places = zip(*np.unravel_index(order, joint.shape), strict=True)
    return tuple(
        Span(int(i), int(i + k) + 1, float(joint[i, k]))
        for i, k in places
        if i + k < words
    )
