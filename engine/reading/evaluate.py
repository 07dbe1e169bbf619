"""Exact match and F1: a network's answers compared with the reference answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading import metrics, spans
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Encoded, Example, WordTable, collate, encode
from engine.reading.spans import Span
from engine.sampling import log_softmax

# Questions in a batch; fewer for long contexts, since self-attention takes memory
# with the square of the length.
_BATCH = 48
_PAIRS = _BATCH * 700**2  # of context words


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """The answer to one question, and its score."""

    example: Example
    span: Span
    answer: str
    score: metrics.Score
    loss: float  # nats, mean of start and end; 0 without a reference answer


def log_probabilities(
    model: Any, items: Sequence[Encoded], words: WordTable
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield each item's index and its log-probabilities of start and end, (2, T).

    Items are batched in order of their length, so that there is little padding.
    """
    order = sorted(range(len(items)), key=lambda i: len(items[i].context))
    while order:
        longest = len(items[order[:_BATCH][-1]].context)
        size = min(_BATCH, max(1, _PAIRS // max(1, longest) ** 2))
        indices, order = order[:size], order[size:]
        inputs, _ = collate([items[i] for i in indices], words)
        logs = log_softmax(np.asarray(model.predict_on_batch(inputs), np.float32))
        for i, row in zip(indices, logs, strict=True):
            yield i, row[:, : len(items[i].context)]


def find_span(logs: NDArray[np.float64], config: ReadingConfig) -> Span:
    """Return the answer span from log-probabilities (2, T)."""
    start_probabilities, end_probabilities = np.exp(logs)
    if config.span_search == "separate":
        return spans.separate(start_probabilities, end_probabilities)
    return spans.best(start_probabilities, end_probabilities, config.max_answer_words)


def score_answers(
    model: Any, examples: Sequence[Example], words: WordTable, config: ReadingConfig
) -> list[ScoredAnswer]:
    """Return the scored answers to all examples, in their order.

    Args:
        model: As `model.build` returns it.
        examples: With whole contexts; questions are truncated as in training.
        words: The word table; new words are added.
        config: How spans are searched.
    """
    truncated = [
        Example(
            e.id, e.context, e.question.window(0, config.max_question_words), e.span,
            e.answers,
        )
        for e in examples
    ]  # fmt: skip
    items = [encode(example, words) for example in truncated]
    scored: list[ScoredAnswer | None] = [None] * len(items)
    for i, logs in log_probabilities(model, items, words):
        example, span = examples[i], find_span(logs, config)
        answer = example.context.cut(span.start, span.end)
        score = metrics.score(answer, example.answers)
        start, end = example.span
        loss = -(logs[0, start] + logs[1, end - 1]) / 2 if end else 0.0
        scored[i] = ScoredAnswer(example, span, answer, score, float(loss))
    return [each for each in scored if each is not None]


def figures(scored: Sequence[ScoredAnswer]) -> dict[str, float]:
    """Return em and f1, 0 to 100, and the mean loss in nats."""
    mean = metrics.mean([each.score for each in scored])
    losses = [each.loss for each in scored if each.example.span[1]]
    return {
        "loss": float(np.mean(losses)) if losses else 0.0,
        "em": 100 * mean.exact,
        "f1": 100 * mean.f1,
    }
