"""A network's answer, without Keras, so that a page can draw it at once."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.english import NOT_ENGLISH
from engine.reading.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be the answer.

    Args:
        text: Copied from the context.
        characters: [start, end) in the context.
        words: [start, end) in the context's words.
        probability: Of its start times that of its end.
    """

    text: str
    characters: tuple[int, int]
    words: tuple[int, int]
    probability: float

    @classmethod
    def of(cls, context: Tokens, start: int, end: int, probability: float) -> Self:
        """Return the candidate of the words [start, end) of a context."""
        first, last = int(context.spans[start, 0]), int(context.spans[end - 1, 1])
        text = context.text[first:last]
        return cls(text, (first, last), (start, end), probability)


@dataclass(frozen=True, slots=True)
class Reading:
    """A network's answer to a question, with its probabilities and attention weights.

    Args:
        context: The words of the context, T.
        question: The words of the question that were read, J.
        candidates: The most probable spans, best first; the first is the answer.
            Empty where start and end were chosen separately and are no span.
        confidence: How often answers of this probability equal one annotator's, on
            contexts that have an answer; None where that was not fitted, and where the
            texts are not English.
        has_answer: Whether the context probably contains an answer at all.
        start_probabilities: Of each context word as the start, (T,).
        end_probabilities: Of each context word as the end, (T,).
        context_to_query: Attention weights of each context word over the question,
            (T, J).
        query_to_context: Attention weights of the question over the context, (T,).
        unknown: Words of both texts without a word vector, each once.
        windows: Number of windows in which the context was read.
        dropped: Words of the question that were cut off.
        english: False where most words of a text have no vector: the confidence then
            means nothing.
    """

    context: Tokens
    question: Tokens
    candidates: tuple[Candidate, ...]
    confidence: float | None
    has_answer: bool
    start_probabilities: NDArray[np.float64]
    end_probabilities: NDArray[np.float64]
    context_to_query: NDArray[np.float32]
    query_to_context: NDArray[np.float32]
    unknown: tuple[str, ...]
    windows: int
    dropped: int
    english: bool = True

    @property
    def answer(self) -> str:
        """The most probable answer; empty where there is none."""
        return self.candidates[0].text if self.candidates else ""


def to_dict(reading: Reading, name: str) -> dict[str, Any]:
    """Return an answer as plain values, ready for JSON.

    Without confidence, and with a note, where the texts are not English.
    """
    return {
        "answer": reading.answer,
        "confidence": None
        if reading.confidence is None
        else round(reading.confidence, 4),
        "has_answer": reading.has_answer if reading.english else None,
        **({} if reading.english else {"note": NOT_ENGLISH}),
        "candidates": [
            {
                "text": candidate.text,
                "start": candidate.characters[0],
                "end": candidate.characters[1],
                "probability": (
                    round(candidate.probability, 6) if reading.english else None
                ),
            }
            for candidate in reading.candidates
        ],
        "unknown_words": list(reading.unknown),
        "question_words_not_read": reading.dropped,
        "checkpoint": name,
    }
