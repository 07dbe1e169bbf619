"""From a checkpoint to the ZIP that `archive` reads."""

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import digest
from engine.errors import CheckpointError, DiskFullError, UnknownNameError
from engine.runs.store import OWN_DATA
from engine.sharing.archive import CARD


def find(word: str) -> tuple[str, str]:
    """Return the experiment and the name of a checkpoint.

    Args:
        word: A run's id, "EXPERIMENT/CHECKPOINT", or a checkpoint's name where only
            one experiment has it.

    Raises:
        UnknownNameError: There is none.
        CheckpointError: Several experiments have one of this name.
    """
    experiment, slash, name = word.rpartition("/")
    if slash:
        checkpoint.find(registry.get(experiment).name, name)
        return experiment, name
    having = [each for each in registry.NAMES if name in checkpoint.names(each)]
    if len(having) > 1:
        listed = ", ".join(f"{each}/{name}" for each in having)
        raise CheckpointError(f"Several checkpoints are called {name}: {listed}.")
    if not having:
        listed_all = [f"{e}/{n}" for e in registry.NAMES for n in checkpoint.names(e)]
        raise UnknownNameError("checkpoint", name, listed_all)
    return having[0], name


def write(out: BinaryIO, experiment: str, name: str, with_own_data: bool) -> Card:
    """Write the ZIP of a checkpoint into an open file; return its card.

    Args:
        out: Can be sought in.
        experiment: Whose checkpoint.
        name: Of the checkpoint, or the id of its run.
        with_own_data: Whether the data that it was trained on goes along, where that
            is the user's own.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged; or its own data is asked for and not here.
    """
    folder = checkpoint.find(experiment, name)
    card = checkpoint.verify(folder, experiment)
    files = {CARD: folder / CARD, **{file: folder / file for file in card.files}}
    if with_own_data:
        files[OWN_DATA] = _own_data(card, folder)
    with zipfile.ZipFile(
        out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False
    ) as archive:
        for file, path in files.items():
            archive.write(path, file)
    return card


def write_file(path: Path, experiment: str, name: str, with_own_data: bool) -> Card:
    """Write the ZIP of a checkpoint to a new file, whole or not at all.

    Raises:
        CheckpointError: As `write`; or the file exists already.
        DiskFullError: It cannot be written.
    """
    if path.exists():
        raise CheckpointError(f"{path} exists already. Name another file.")
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            card = write(out, experiment, name, with_own_data)
        part.replace(path)
    except OSError as error:
        raise DiskFullError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return card


def to_bytes(experiment: str, name: str, with_own_data: bool = False) -> bytes:
    """Return the ZIP of a checkpoint; arguments and errors as for `write`."""
    out = io.BytesIO()
    write(out, experiment, name, with_own_data)
    return out.getvalue()


def _own_data(card: Card, folder: Path) -> Path:
    """Return the user's own data that a checkpoint was trained on."""
    path = folder.parent / OWN_DATA
    if not path.is_file() or digest(path) not in card.sources.values():
        raise CheckpointError(
            f"{card.name} has no data of its own here: it was trained on published "
            "data, or its data was removed. Leave out --with-own-data."
        )
    return path
