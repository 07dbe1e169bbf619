"""A checkpoint's worked example, which a page shows before Keras is loaded."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import CheckpointError
from engine.language.defaults import LENGTH, SEED, settings_of
from engine.language.piece import EMPTY, Choice, Piece
from engine.sampling import SamplingSettings

FILE = "example.json"


@dataclass(frozen=True)
class Example:
    """A prompt, the sampling settings, and the text that was written."""

    prompt: str
    settings: SamplingSettings
    piece: Piece


def make(writer: Any, prompt: str, may_be_shown: Callable[[str], bool]) -> Example:
    """Let a `Writer` write the example that its checkpoint will store.

    Args:
        writer: A loaded `Writer`.
        prompt: The text to continue.
        may_be_shown: Whether a text needs no redaction; else the next seed is tried.
    """
    for seed in count(SEED):
        settings = replace(settings_of(writer.card), seed=seed)
        piece = sum(writer.write(prompt, LENGTH, settings), EMPTY)
        if may_be_shown(piece.text):
            break
    return Example(prompt, settings, piece)


def to_text(example: Example) -> str:
    """Return the example as JSON, probabilities with four digits."""
    piece = example.piece
    return json.dumps(
        {
            "prompt": example.prompt,
            "settings": asdict(example.settings),
            "text": piece.text,
            "probability": [round(float(p), 4) for p in piece.probability],
            "choices": [
                [[c.character, round(c.before, 4), round(c.after, 4)] for c in row]
                for row in piece.choices
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read(folder: Path) -> Example:
    """Return the example of a checkpoint.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        choices = tuple(tuple(Choice(*c) for c in row) for row in stored["choices"])
        piece = Piece(stored["text"], np.asarray(stored["probability"]), choices)
        settings = SamplingSettings(**stored["settings"])
        return Example(stored["prompt"], settings, piece)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{folder.name} has no readable example.") from error
