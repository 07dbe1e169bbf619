"""The post's exhibit: what a network writes after 1, 5 and 60 epochs.

A checkpoint carries it as `exhibit.json`, so that it is there to see before
anything heavy is loaded, and where the text it learned from is not.
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
    """What was written after so many epochs, the prompt in front."""

    epoch: float
    text: str


def epochs(card: Card) -> tuple[float, ...]:
    """Return the epochs of the exhibit that a checkpoint has weights of.

    Those of the post; the last of them, where training ended earlier, is the end.
    """
    kept = {snapshot.epoch for snapshot in card.snapshots}
    shown = [epoch for epoch in POST_EPOCHS if epoch in kept and epoch < card.epochs]
    return (*shown, card.epochs)


def snapshot_of(card: Card, epoch: float) -> float | None:
    """Return what `Writer` is asked for: a snapshot's epoch, or None for the end."""
    return None if epoch >= card.epochs else epoch


def write(writer: Any, epoch: float, known: reference.Reference) -> Sheet:
    """Let a `Writer` write the sheet of an epoch, “…” for what may not be shown."""
    pieces = writer.write(POST_PROMPT, LENGTH - len(POST_PROMPT), SETTINGS)
    text = POST_PROMPT + "".join(piece.text for piece in pieces)
    return Sheet(epoch, known.shown_text(text))


def make(folder: Path) -> list[Sheet]:
    """Return the exhibit of a checkpoint, written now.

    Raises:
        CheckpointError: The checkpoint is missing, damaged or changed.
    """
    return list(_sheets(folder))


def _sheets(folder: Path) -> Iterator[Sheet]:
    from engine.language.predict import Writer  # imports Keras

    card = checkpoint.read_card(folder, "language")
    known = reference.find(card, folder, data_folder())
    for epoch in epochs(card):
        yield write(Writer(folder, snapshot_of(card, epoch)), epoch, known)


def to_text(sheets: list[Sheet]) -> str:
    """Return an exhibit as the JSON that `read` reads."""
    listed = [asdict(sheet) for sheet in sheets]
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def read(folder: Path) -> list[Sheet]:
    """Return the exhibit that a checkpoint carries.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return [Sheet(float(sheet["epoch"]), str(sheet["text"])) for sheet in stored]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{folder.name} has no readable exhibit.") from error
