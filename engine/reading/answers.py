"""A network's answer, without Keras, so that a page can draw it at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True)
class Reading:
    """A network's answer to a question, with its probabilities and attention weights.

    Args:
        context: The words of the context, T.
        question: The words of the question that were read, J.
        candidates: The most probable spans, best first; the first is the answer.
            Empty where start and end were chosen separately and are no span.
        confidence: How often answers of this probability were exactly right.
        has_answer: Whether the context probably contains an answer at all.
        start_probabilities: Of each context word as the start, (T,).
        end_probabilities: Of each context word as the end, (T,).
        context_to_query: Attention weights of each context word over the question,
            (T, J).
        query_to_context: Attention weights of the question over the context, (T,).
        unknown: Words of both texts without a word vector, each once.
        windows: Number of windows in which the context was read.
        dropped: Words of the question that were cut off.
    """

    context: Tokens
    question: Tokens
    candidates: tuple[Candidate, ...]
    confidence: float
    has_answer: bool
    start_probabilities: NDArray[np.float64]
    end_probabilities: NDArray[np.float64]
    context_to_query: NDArray[np.float32]
    query_to_context: NDArray[np.float32]
    unknown: tuple[str, ...]
    windows: int
    dropped: int

    @property
    def answer(self) -> str:
        """The most probable answer; empty where there is none."""
        return self.candidates[0].text if self.candidates else ""


def to_dict(reading: Reading, name: str) -> dict[str, Any]:
    """Return an answer as plain values, ready for JSON."""
    return {
        "answer": reading.answer,
        "confidence": round(reading.confidence, 4),
        "has_answer": reading.has_answer,
        "candidates": [
            {
                "text": candidate.text,
                "start": candidate.characters[0],
                "end": candidate.characters[1],
                "probability": round(candidate.probability, 6),
            }
            for candidate in reading.candidates
        ],
        "unknown_words": list(reading.unknown),
        "question_words_not_read": reading.dropped,
        "checkpoint": name,
    }
