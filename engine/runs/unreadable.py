"""Folders of runs that cannot be read: shown with the reason, and deleted."""

from dataclasses import dataclass
from pathlib import Path

from engine.errors import RunError, TrainingOffError
from engine.runs import process, store
from engine.runs.cluster import job


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder that holds no readable run, and why."""

    folder: Path
    reason: str  # a sentence


def unreadable_runs() -> list[Unreadable]:
    """Return the folders below the experiments’ that hold no readable run, by name."""
    unreadable = []
    for path in sorted(store.runs_folder().glob("*/*/")):
        if path.is_symlink() or not path.is_dir() or path.name.startswith("."):
            continue
        try:
            store.read(path)
        except RunError as error:
            unreadable.append(Unreadable(path, str(error)))
    return unreadable


def delete(bad: Unreadable) -> None:
    """Remove such a folder with all that is in it.

    Raises:
        TrainingOffError: Deleting is disabled here.
        RunError: It is readable by now, still running, or cannot be removed.
    """
    if not store.training_allowed():
        raise TrainingOffError
    if process.of(bad.folder)[0] is not None or job.phase(bad.folder):
        raise RunError(f"{bad.folder.name} still has a running process. End it first.")
    if bad not in unreadable_runs():
        raise RunError(f"{bad.folder.name} can be read now, or is gone.")
    store.remove(bad.folder)
