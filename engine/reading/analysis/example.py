"""A checkpoint's worked example: shown before Keras is loaded."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import CheckpointError
from engine.reading.analysis.samples import SAMPLES
from engine.reading.answers import Candidate, Reading
from engine.reading.tokens import Tokens

FILE = "example.json"


def make(reader: Any) -> Reading:
    """Return a `Reader`'s answer to the first sample question."""
    sample = SAMPLES[0]
    reading: Reading = reader.read(sample.context, sample.questions[0][0])
    return reading


def to_text(reading: Reading) -> str:
    """Return a reading as JSON, numbers with four digits."""

    def short(numbers: object) -> object:
        return np.round(np.asarray(numbers, np.float64), 4).tolist()

    return json.dumps(
        {
            "context": _stored(reading.context),
            "question": _stored(reading.question),
            "candidates": [
                [c.text, c.characters, c.words, round(c.probability, 4)]
                for c in reading.candidates
            ],
            "confidence": None
            if reading.confidence is None
            else round(reading.confidence, 4),
            "has_answer": reading.has_answer,
            "start_probabilities": short(reading.start_probabilities),
            "end_probabilities": short(reading.end_probabilities),
            "context_to_query": short(reading.context_to_query),
            "query_to_context": short(reading.query_to_context),
            "unknown": reading.unknown,
        },
        ensure_ascii=False,
    )


def read(folder: Path) -> Reading:
    """Return the example of a checkpoint.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Reading(
            context=_tokens(*stored["context"]),
            question=_tokens(*stored["question"]),
            candidates=tuple(
                Candidate(text, tuple(characters), tuple(words), probability)
                for text, characters, words, probability in stored["candidates"]
            ),
            confidence=stored["confidence"],
            has_answer=stored["has_answer"],
            start_probabilities=np.array(stored["start_probabilities"]),
            end_probabilities=np.array(stored["end_probabilities"]),
            context_to_query=np.array(stored["context_to_query"], np.float32),
            query_to_context=np.array(stored["query_to_context"], np.float32),
            unknown=tuple(stored["unknown"]),
            windows=1,
            dropped=0,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{folder.name} has no readable example.") from error


def _stored(tokens: Tokens) -> list[Any]:
    return [tokens.text, tokens.spans.tolist()]


def _tokens(text: str, spans: list[list[int]]) -> Tokens:
    words = tuple(text[start:end] for start, end in spans)
    return Tokens(text, words, np.array(spans, np.int32))
