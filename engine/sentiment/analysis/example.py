"""A network's answers on the sample reviews, stored to be drawn without Keras."""

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
    """A sample review, a network's answer and its explanation.

    Args:
        sample: The review.
        reading: The answer.
        word_effects: (T,) effect of each word in stars, by occlusion.
        prefix_probabilities: (T, 5) the probabilities after each word.
    """

    sample: Sample
    reading: Reading
    word_effects: NDArray[np.float64]
    prefix_probabilities: NDArray[np.float64]


def make(reviewer: Any) -> tuple[Example, ...]:
    """Return a `Reviewer`'s answers on all sample reviews."""
    readings = reviewer.read_many([sample.text for sample in SAMPLES])
    examples = []
    for sample, reading in zip(SAMPLES, readings, strict=True):
        words = [token.word for token in reading.tokens]
        word_effects = occlusion.stars_without_words(reviewer, words)
        after = occlusion.after_each_word(reviewer, words)
        examples.append(Example(sample, reading, word_effects, after))
    return tuple(examples)


def to_text(examples: tuple[Example, ...]) -> str:
    """Return examples as JSON, numbers rounded to four digits."""
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

    Leaves out a review that was rewritten since, or is tokenised differently now.

    Raises:
        CheckpointError: They are missing or damaged.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return tuple(
            _example(sample, stored[sample.name])
            for sample in SAMPLES
            if sample.name in stored and _matches(sample, stored[sample.name])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{folder.name} has no readable example.") from error


def _matches(sample: Sample, stored: dict[str, Any]) -> bool:
    same_text = bool(stored["text"] == sample.text)
    return same_text and len(stored["in_vocabulary"]) == len(tokenise(sample.text))


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
