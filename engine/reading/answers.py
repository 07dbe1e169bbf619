"""What a network read out of a context; light, so that a page can draw it at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be the answer.

    Args:
        text: Cut from the context as it was given.
        characters: [start, end) of it in the context.
        words: [start, end) in the context's words.
        probability: That the network gives it.
    """

    text: str
    characters: tuple[int, int]
    words: tuple[int, int]
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a network read out of a context, and how.

    Args:
        context: The words of the context, T.
        question: The words of the question that were read, J.
        candidates: The likeliest spans, best first; the first is the answer. Empty
            where beginning and end were chosen separately and do not fit.
        confidence: How often answers as sure as this one were exactly right.
        has_answer: Whether the context probably holds an answer at all.
        start_probabilities: Probability that the answer begins with each word, (T,).
        end_probabilities: Probability that it ends with each word, (T,).
        context_to_query: How each context word shares its attention among the words of
            the question, (T, J).
        query_to_context: How the question shares its attention among the words of the
            context, (T,).
        unknown: Words without a vector, of both texts, each once.
        windows: In how many pieces the context was read.
        dropped: Words of the question that were too many to be read.
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
        """The likeliest answer; empty where there is none."""
        return self.candidates[0].text if self.candidates else ""


def told(reading: Reading, name: str) -> dict[str, Any]:
    """Return an answer as figures, ready for JSON."""
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
