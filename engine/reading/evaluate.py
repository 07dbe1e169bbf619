"""Exact match and F1: what a network answers, held against what people did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading import metrics, spans
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Encoded, Example, Words, batch, encode
from engine.reading.spans import Span
from engine.sampling import log_softmax

# Questions that are asked at once; fewer on long contexts, for what looks at itself
# takes memory with the square of the length.
_BATCH = 48
_PAIRS = _BATCH * 700**2  # of context words


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to one question and what it is worth."""

    example: Example
    span: Span
    answer: str
    score: metrics.Score
    loss: float  # nats, mean of beginning and end; 0 where no span is known


def logits_of(
    model: Any, items: Sequence[Encoded], words: Words
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield for each item its place and its log-probabilities, (2, T).

    Items are asked in order of their length, so that little padding is computed.
    """
    order = sorted(range(len(items)), key=lambda place: len(items[place].context))
    while order:
        longest = len(items[order[:_BATCH][-1]].context)
        size = min(_BATCH, max(1, _PAIRS // max(1, longest) ** 2))
        places, order = order[:size], order[size:]
        inputs, _ = batch([items[place] for place in places], words)
        logs = log_softmax(np.asarray(model.predict_on_batch(inputs), np.float32))
        for place, row in zip(places, logs, strict=True):
            yield place, row[:, : len(items[place].context)]


def find_span(logs: NDArray[np.float64], config: ReadingConfig) -> Span:
    """Return the answer's words from log-probabilities (2, T)."""
    start_probabilities, end_probabilities = np.exp(logs)
    if config.span_search == "separate":
        return spans.separate(start_probabilities, end_probabilities)
    return spans.best(start_probabilities, end_probabilities, config.max_answer_words)


def judge(
    model: Any, found: Sequence[Example], words: Words, config: ReadingConfig
) -> list[Judged]:
    """Return the answers to all examples, in their order.

    Args:
        model: As `model.build` returns it.
        found: Whole contexts; questions are cut to what the network reads.
        words: The table of words; new ones are added.
        config: How spans are searched.
    """
    asked = [
        Example(
            e.id, e.context, e.question.window(0, config.max_question_words), e.span,
            e.answers,
        )
        for e in found
    ]  # fmt: skip
    items = [encode(example, words) for example in asked]
    judged: list[Judged | None] = [None] * len(items)
    for place, logs in logits_of(model, items, words):
        example, span = found[place], find_span(logs, config)
        answer = example.context.cut(span.start, span.end)
        score = metrics.score(answer, example.answers)
        first, end = example.span
        loss = -(logs[0, first] + logs[1, end - 1]) / 2 if end else 0.0
        judged[place] = Judged(example, span, answer, score, float(loss))
    return [j for j in judged if j is not None]


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Return em and f1, 0 to 100, and the mean loss in nats."""
    mean = metrics.mean([j.score for j in judged])
    losses = [j.loss for j in judged if j.example.span[1]]
    return {
        "loss": float(np.mean(losses)) if losses else 0.0,
        "em": 100 * mean.exact,
        "f1": 100 * mean.f1,
    }
