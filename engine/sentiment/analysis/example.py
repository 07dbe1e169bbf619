"""What a checkpoint says of our own reviews: drawn before anything heavy is loaded."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.sentiment.analysis import occlusion
from engine.sentiment.answers import Reading
from engine.sentiment.samples import SAMPLES, Sample
from engine.sentiment.tokens import tokenise

FILE = "example.json"


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One of our reviews and all that a network makes of it.

    Args:
        sample: The review.
        reading: The answer.
        word_effects: (T,) by how many stars each word raises it.
        prefix_probabilities: (T, 5) the probabilities after each word.
    """

    sample: Sample
    reading: Reading
    word_effects: NDArray[np.float64]
    prefix_probabilities: NDArray[np.float64]


def make(reviewer: Any) -> tuple[Example, ...]:
    """Let a `Reviewer` read all our reviews."""
    readings = reviewer.read_many([sample.text for sample in SAMPLES])
    found = []
    for sample, reading in zip(SAMPLES, readings, strict=True):
        words = [token.word for token in reading.tokens]
        word_effects = occlusion.stars_without_words(reviewer, words)
        after = occlusion.after_each_word(reviewer, words)
        found.append(Example(sample, reading, word_effects, after))
    return tuple(found)


def to_text(examples: tuple[Example, ...]) -> str:
    """Return examples as JSON, numbers with four digits."""
    stored = {
        example.sample.name: {
            "text": example.reading.text,
            "probabilities": _rounded(example.reading.probabilities),
            "in_vocabulary": list(example.reading.in_vocabulary),
            "characters_read": example.reading.characters_read,
            "word_effects": _rounded(example.word_effects),
            "prefix_probabilities": _rounded(example.prefix_probabilities),
        }
        for example in examples
    }
    return json.dumps(stored, ensure_ascii=False) + "\n"


def _rounded(numbers: NDArray[np.float64]) -> Any:
    return np.round(numbers, 4).tolist()


def read(folder: Path) -> tuple[Example, ...]:
    """Return the examples of a checkpoint, without loading its network.

    A review that has been rewritten since, or is now split otherwise, is left out.

    Raises:
        CheckpointError: It has none, or damaged ones.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return tuple(
            _example(sample, stored[sample.name])
            for sample in SAMPLES
            if sample.name in stored and _is_of(sample, stored[sample.name])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{folder.name} has no readable example.") from error


def _is_of(sample: Sample, stored: dict[str, Any]) -> bool:
    same = bool(stored["text"] == sample.text)
    return same and len(stored["in_vocabulary"]) == len(tokenise(sample.text))


def _example(sample: Sample, stored: dict[str, Any]) -> Example:
    reading = Reading(
        sample.text,
        tokenise(sample.text),
        tuple(stored["in_vocabulary"]),
        stored["characters_read"],
        np.asarray(stored["probabilities"]),
    )
    return Example(
        sample,
        reading,
        np.asarray(stored["word_effects"]),
        np.asarray(stored["prefix_probabilities"]),
    )
