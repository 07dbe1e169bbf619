"""Samples by epoch: what a network writes after 1, 5 and 60 epochs.

The original post showed these. A checkpoint stores them as `exhibit.json`, so that a
page can show them before Keras is loaded and without the training text.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import CheckpointError
from engine.language import reference
from engine.language.analysis.published import POST_EPOCHS, POST_PROMPT, POST_TOP_N
from engine.sampling import SamplingSettings

FILE = "exhibit.json"
LENGTH = 400  # characters
SETTINGS = SamplingSettings(temperature=1.0, top_n=POST_TOP_N, seed=1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text written after an epoch, prompt included."""

    epoch: float
    text: str


def epochs(card: Card) -> tuple[float, ...]:
    """Return the epochs to show: those of the original post that have weights.

    The last is always the final epoch of the training.
    """
    saved = {snapshot.epoch for snapshot in card.snapshots}
    earlier = [epoch for epoch in POST_EPOCHS if epoch in saved and epoch < card.epochs]
    return (*earlier, card.epochs)


def snapshot_of(card: Card, epoch: float) -> float | None:
    """Return the `epoch` argument of `Writer`: None for the final weights."""
    return None if epoch >= card.epochs else epoch


def write(writer: Any, epoch: float, texts: reference.Reference) -> Sheet:
    """Let a `Writer` write the sheet of an epoch, redacted."""
    pieces = writer.write(POST_PROMPT, LENGTH - len(POST_PROMPT), SETTINGS)
    text = POST_PROMPT + "".join(piece.text for piece in pieces)
    return Sheet(epoch, texts.redacted_text(text))


def make(folder: Path) -> list[Sheet]:
    """Write and return the exhibit of a checkpoint.

    Raises:
        CheckpointError: The checkpoint is missing, damaged or changed.
    """
    return list(_sheets(folder))


def _sheets(folder: Path) -> Iterator[Sheet]:
    from engine.language.predict import Writer  # imports Keras

    card = checkpoint.read_card(folder, "language")
    texts = reference.find(card, folder, data_folder())
    for epoch in epochs(card):
        yield write(Writer(folder, snapshot_of(card, epoch)), epoch, texts)


def to_text(sheets: list[Sheet]) -> str:
    """Return an exhibit as the JSON that `read` reads."""
    return (
        json.dumps([asdict(sheet) for sheet in sheets], ensure_ascii=False, indent=1)
        + "\n"
    )


def read(folder: Path) -> list[Sheet]:
    """Return the exhibit that a checkpoint stores.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return [Sheet(float(sheet["epoch"]), str(sheet["text"])) for sheet in stored]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{folder.name} has no readable exhibit.") from error
