"""A checkpoint is a folder: weights, assets, snapshots, curve, and a card.

    card.json           what it is, how it was made, what was measured on it
    model.weights.h5    see hdf5.py
    vocabulary.json …   assets that encode inputs, as text
    events.jsonl        the learning curve
    example.json        a worked example, shown before the model is loaded
    snapshots/          the weights at earlier epochs

Written completely or not at all. The card has the digest of every file; those of
weights and encoders are checked when they are loaded. Published checkpoints are in
`checkpoints/<experiment>/<name>/`, those of the user's own runs in
`runs/<experiment>/<run id>/checkpoint/`.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from engine import schema, settings
from engine.data.sources import digest
from engine.errors import CheckpointError, DiskFullError, UnknownNameError
from engine.runs.store import runs_folder

FORMAT = 1
IMPORTED = "imported"  # a card's fact: where it came from, if not trained here
RATE_CHANGED = "learning_rate_changed_by_hand"  # and how, if it was: not its preset’s
PROJECT = settings.PROJECT

Digests = tuple[tuple[str, str], ...]  # file, SHA-256


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured number and what is needed to measure it again."""

    name: str  # "nats_per_character"
    value: float
    n: int  # number of examples averaged
    split: str
    command: str
    note: str = ""
    per_seed: Mapping[str, float] = field(default_factory=dict)  # the value is its mean


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The weights after some epochs of training."""

    epoch: float
    file: str  # in the checkpoint's folder
    values: Mapping[str, float] = field(default_factory=dict)  # validation metrics


@dataclass(frozen=True, slots=True)
class Card:
    """A checkpoint's description; all of it is written by code."""

    experiment: str
    name: str
    preset: str
    config: dict[str, Any]
    sources: dict[str, str]  # training data: name -> SHA-256
    outcome: str  # "done" or "stopped"
    epochs: float  # passes over the training set
    seconds: float  # of training, without pauses
    parameters: int
    machine: str
    libraries: dict[str, str]
    code_commit: str
    created: str  # ISO date
    command: str  # trains the same again
    metrics: tuple[Metric, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    files: dict[str, str] = field(default_factory=dict)  # file -> SHA-256
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)  # the experiment's own
    format: int = FORMAT

    @property
    def digests(self) -> Digests:
        """The key of cached answers: it changes when any file changes."""
        return tuple(self.files.items())

    def metric(self, name: str, split: str = "") -> Metric | None:
        """Return the metric of that name (and split), or None."""
        for metric in self.metrics:
            if metric.name == name and split in ("", metric.split):
                return metric
        return None

    def to_text(self) -> str:
        """Return the card as indented JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the card that `to_text` wrote.

        Raises:
            ValueError: The text is not a card.
        """
        card = schema.build(cls, schema.from_json(text))
        files = {*card.files, *(snapshot.file for snapshot in card.snapshots)}
        for file in files:
            if Path(file).is_absolute() or ".." in Path(file).parts or "\0" in file:
                raise ValueError(f"“{file[:40]}” is not a file of a checkpoint")
        return card


def shipped_folder() -> Path:
    """Return `LOUPE_CHECKPOINTS`, or `checkpoints/` in the project."""
    return settings.folder("checkpoints")


def write(folder: Path, card: Card, files: Mapping[str, bytes | Path]) -> Path:
    """Write a complete checkpoint, replacing an earlier one; return its folder.

    Args:
        folder: Where it is written.
        card: Its card; the digests of `files` are added.
        files: Name (with "/" for folders) -> content, or a file to copy.

    Raises:
        DiskFullError: The disk is full; an earlier checkpoint is untouched.
    """
    part = folder.with_name(folder.name + ".part")
    old = folder.with_name(folder.name + ".old")
    try:
        shutil.rmtree(part, ignore_errors=True)
        for name, content in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                shutil.copyfile(content, path)
        digests = {name: digest(part / name) for name in sorted(files)}
        text = replace(card, files=digests).to_text()
        (part / "card.json").write_text(text, encoding="utf-8")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise DiskFullError(
            f"Cannot write the checkpoint {folder.name}: {error.strerror or error}."
        ) from error
    shutil.rmtree(old, ignore_errors=True)
    return folder


def read_card(folder: Path, experiment: str) -> Card:
    """Return the card of a checkpoint without reading its other files.

    Raises:
        CheckpointError: The card is missing, damaged or of another experiment.
    """
    try:
        card = Card.from_text((folder / "card.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CheckpointError(f"There is no checkpoint in {folder}.") from error
    except (ValueError, OSError) as error:
        raise CheckpointError(
            f"The card of the checkpoint {folder.name} cannot be read ({error}). "
            "Restore it from git, or train again."
        ) from error
    if card.format != FORMAT:
        raise CheckpointError(
            f"{folder.name} has checkpoint format {card.format}; this version of Loupe "
            f"reads format {FORMAT}."
        )
    if card.experiment != experiment:
        raise CheckpointError(
            f"{folder.name} is a “{card.experiment}” checkpoint, not “{experiment}”."
        )
    return card


def verify(folder: Path, experiment: str) -> Card:
    """Return the card after checking the digest of every file on it.

    Raises:
        CheckpointError: As `read_card`; or a file is missing or was changed.
    """
    card = read_card(folder, experiment)
    for name, expected in card.files.items():
        check_file(folder, name, expected)
    return card


def weights_file(card: Card, epoch: float | None) -> str:
    """Return the name of the file with the weights of an epoch; None for the last.

    Raises:
        CheckpointError: The checkpoint has no snapshot of that epoch.
    """
    if epoch is None:
        return "model.weights.h5"
    for snapshot in card.snapshots:
        if snapshot.epoch == epoch:
            return snapshot.file
    listed = ", ".join(f"{s.epoch:g}" for s in card.snapshots) or "none"
    raise CheckpointError(
        f"{card.name} has no snapshot of epoch {epoch:g}. Available: {listed}."
    )


def check_file(folder: Path, name: str, expected: str) -> Path:
    """Return the path of one file of a checkpoint after checking its digest.

    Raises:
        CheckpointError: It is missing or was changed since it was written.
    """
    path = folder / name
    if not path.is_file() or digest(path) != expected:
        raise CheckpointError(
            f"{name} of the checkpoint {folder.name} is missing or was changed "
            "since it was written. Restore it from git, or train again."
        )
    return path


def names(experiment: str) -> dict[str, Path]:
    """Return all checkpoints by name: published ones, then the user's own runs."""
    folders: dict[str, Path] = {}
    for folder in sorted((shipped_folder() / experiment).glob("*/card.json")):
        folders[folder.parent.name] = folder.parent
    own = (runs_folder() / experiment).glob("*/checkpoint/card.json")
    for folder in sorted(own, reverse=True):
        folders[folder.parents[1].name] = folder.parent
    return folders


def find(experiment: str, name: str) -> Path:
    """Return the folder of a checkpoint by its name, or by its run's id.

    Raises:
        UnknownNameError: There is no such checkpoint; the message lists them.
    """
    folders = names(experiment)
    if name not in folders:
        raise UnknownNameError(f"{experiment} checkpoint", name, folders)
    return folders[name]
