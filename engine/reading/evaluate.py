"""Exact match and F1: a network's answers compared with the reference answers.

A context is read in the windows in which a page reads it, so the same question gets
the same answer everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading import metrics, spans, windows
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Encoded, Example, WordTable, collate
from engine.reading.spans import Span
from engine.reading.tokens import Tokens
from engine.reading.windows import Logits
from engine.sampling import log_softmax

_BATCH = 48  # windows
# In logits, for a question whose words are all in the context. Chosen on the validation
# articles of `best`, with a threshold that flags 5% of their questions: 0 detects 76%
# of the questions on other articles, 10 detects 86%, 33 (logistic regression) 91%. With
# 33 even the best logits cannot save a short question that shares no word.
OVERLAP_WEIGHT = 10.0


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """The answer to one question, and its score.

    Args:
        example: The question.
        span: The answer's words.
        answer: The answer's text, "" for an empty span.
        score: Compared with all reference answers; the best one counts.
        first_score: Compared with the first reference answer alone.
        loss: Nats, mean of start and end; 0 without a reference answer.
        evidence: That the context has an answer, see `evidence`.
    """

    example: Example
    span: Span
    answer: str
    score: metrics.Score
    first_score: metrics.Score
    loss: float
    evidence: float


def item_logits(
    model: Any, items: Sequence[Encoded], words: WordTable
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield each item's index and its logits of start and end, (2, T).

    Items are batched in order of their length, so that there is little padding.
    """
    order = sorted(range(len(items)), key=lambda i: len(items[i].context))
    for first in range(0, len(order), _BATCH):
        indices = order[first : first + _BATCH]
        inputs, _ = collate([items[i] for i in indices], words)
        logits = np.asarray(model.answer(inputs), np.float32)
        for i, rows in zip(indices, logits, strict=True):
            yield i, rows[:, : len(items[i].context)]


def logits_of(
    model: Any, examples: Sequence[Example], words: WordTable, config: ReadingConfig
) -> list[Logits]:
    """Return the logits of each example's whole context, in their order.

    Args:
        model: As `model.build` returns it.
        examples: With whole contexts; questions are truncated as in training.
        words: The word table; new words are added.
        config: How long a question may be.
    """
    places = [
        (i, s) for i, e in enumerate(examples) for s in windows.starts(len(e.context))
    ]
    contexts = [words.ids(example.context.words) for example in examples]
    questions = [
        words.ids(example.question.words[: config.max_question_words])
        for example in examples
    ]
    items = [
        Encoded(contexts[i][start : start + windows.WORDS], questions[i], (0, 0))
        for i, start in places
    ]
    parts: list[list[tuple[int, NDArray[np.float32]]]] = [[] for _ in examples]
    for number, rows in item_logits(model, items, words):
        i, start = places[number]
        parts[i].append((start, rows))
    return [
        windows.merge(len(example.context), rows)
        for example, rows in zip(examples, parts, strict=True)
    ]


def find_span(logits: Logits, config: ReadingConfig) -> Span:
    """Return the answer span from logits (2, T), of which those of words count."""
    start_probabilities, end_probabilities = np.exp(log_softmax(logits))
    if config.span_search == "separate":
        return spans.separate(start_probabilities, end_probabilities)
    return spans.best(start_probabilities, end_probabilities, config.max_answer_words)


def evidence(
    logits: Logits, context: Tokens, question: Tokens, config: ReadingConfig
) -> float:
    """Return the evidence that a context has an answer, in logits; any real number.

    The largest sum of a start's and an end's logit, before they are normalised over
    the context, and the share of the question's words that are in the context.

    Args:
        logits: Of the whole context, (2, T).
        context: Its words.
        question: At least one word; those beyond the config's maximum are not read.
        config: How spans are searched.
    """
    question_words = {
        word.lower() for word in question.words[: config.max_question_words]
    }
    shared = question_words & {word.lower() for word in context.words}
    logit = spans.largest_logit(logits, config.max_answer_words)
    return logit + OVERLAP_WEIGHT * len(shared) / len(question_words)


def score(
    examples: Sequence[Example], logits: Sequence[Logits], config: ReadingConfig
) -> list[ScoredAnswer]:
    """Return the scored answers to all examples, in their order.

    Args:
        examples: With their reference answers.
        logits: Of each example's context.
        config: How spans are searched.
    """
    return [_scored(*each, config) for each in zip(examples, logits, strict=True)]


def _scored(example: Example, logits: Logits, config: ReadingConfig) -> ScoredAnswer:
    span = find_span(logits, config)
    answer = example.context.cut(span.start, span.end)
    start, end = example.span
    logs = log_softmax(logits)
    return ScoredAnswer(
        example,
        span,
        answer,
        metrics.score(answer, example.answers),
        metrics.score(answer, example.answers[:1]),
        float(-(logs[0, start] + logs[1, end - 1]) / 2) if end else 0.0,
        evidence(logits, example.context, example.question, config),
    )


def score_answers(
    model: Any, examples: Sequence[Example], words: WordTable, config: ReadingConfig
) -> list[ScoredAnswer]:
    """Return a model's scored answers to all examples; arguments as `logits_of`."""
    return score(examples, logits_of(model, examples, words, config), config)


def figures(scored: Sequence[ScoredAnswer]) -> dict[str, float]:
    """Return em and f1, 0 to 100, and the mean loss in nats."""
    mean = metrics.mean([each.score for each in scored])
    losses = [each.loss for each in scored if each.example.span[1]]
    return {
        "loss": float(np.mean(losses)) if losses else 0.0,
        "em": 100 * mean.exact,
        "f1": 100 * mean.f1,
    }
