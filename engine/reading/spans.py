"""The most probable spans, from the probabilities of start and end.

A span is half-open: [start, end). Its probability is that of its first word as the
start times that of its last word as the end.
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
        start_probabilities: Of each word as the start, (T,).
        end_probabilities: Of each word as the end, (T,).
        max_answer_words: Longest span; longer ones get 0.
    """
    joint = np.outer(start_probabilities, end_probabilities).astype(np.float64)
    return np.triu(joint) - np.triu(joint, max_answer_words)


def best(
    start_probabilities: NDArray[np.floating],
    end_probabilities: NDArray[np.floating],
    max_answer_words: int,
) -> Span:
    """Return the most probable span of at most `max_answer_words` words.

    The joint search, in time T × max_answer_words: the best start for each end is
    among the last `max_answer_words` words.
    """
    words = len(start_probabilities)
    padded = np.concatenate([np.zeros(max_answer_words - 1), start_probabilities])
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, max_answer_words
    )  # (T, max_answer_words)
    first = windows.argmax(axis=1)
    joint = windows[np.arange(words), first] * end_probabilities
    last = int(joint.argmax())
    start = max(0, last - (max_answer_words - 1) + int(first[last]))
    return Span(start, last + 1, float(joint[last]))


def largest_logit(logits: NDArray[np.floating], max_answer_words: int) -> float:
    """Return the largest sum of a start's and an end's logit over all spans.

    Unlike a probability it is not relative to the rest of the context: it is low where
    no word looks like an answer.

    Args:
        logits: Of start and end, (2, T), unnormalised.
        max_answer_words: Longest span.

    Source:
        Clark & Gardner (2018), section 3.2: without normalisation over a paragraph,
        scores of several paragraphs can be compared.
    """
    scaled = np.exp(logits - logits.max(axis=1, keepdims=True))
    span = best(scaled[0], scaled[1], max_answer_words)
    return float(logits[0, span.start] + logits[1, span.end - 1])


def separate(
    start_probabilities: NDArray[np.floating], end_probabilities: NDArray[np.floating]
) -> Span:
    """Return the span of the most probable start and the most probable end.

    They are chosen separately, so the end can come before the start: the span is
    empty then. The original post's smart span (`best`) avoids this.
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
    """Return the `most` most probable spans, best first.

    Memory is bounded by T × max_answer_words.
    """
    words = len(start_probabilities)
    max_answer_words = min(max_answer_words, words)
    padded = np.concatenate([end_probabilities, np.zeros(max_answer_words - 1)])
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, max_answer_words
    )  # (T, max_answer_words)
    joint = start_probabilities[:, None] * windows
    order = np.argsort(-joint, axis=None, kind="stable")[:most]
    indices = zip(*np.unravel_index(order, joint.shape), strict=True)
    return tuple(
        Span(int(i), int(i + k) + 1, float(joint[i, k]))
        for i, k in indices
        if i + k < words
    )
