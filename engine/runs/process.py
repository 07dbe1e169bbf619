"""The process that works on a run, as process.json in the run's folder names it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from engine import schema
from engine.errors import DiskFullError

PHASES = ("queued", "running")
PAUSED = "paused"  # exists while a running one waits: engine/training/pausing.py
_FILE = "process.json"


@dataclass(frozen=True, slots=True)
class _Process:
    """The content of process.json."""

    pid: int
    phase: str  # one of PHASES
    born: float  # by the clock, seconds
    born_after_boot: float  # seconds


def record(folder: Path, pid: int, phase: str) -> None:
    """Write a process and its phase into a run's folder.

    Raises:
        DiskFullError: The disk is full, or the folder is read-only.
    """
    process = _Process(pid, phase, **_birth(psutil.Process(pid)))
    part = folder / f"{_FILE}.{os.getpid()}"
    try:
        _remove_leftovers(folder)
        part.write_text(json.dumps(asdict(process)), encoding="utf-8")
        part.replace(folder / _FILE)
    except OSError as error:
        raise DiskFullError(
            f"Cannot write in {folder.name}: {error.strerror}."
        ) from error


def _remove_leftovers(folder: Path) -> None:
    """Remove the unfinished files of processes that were killed while they wrote."""
    for left in folder.glob(f"{_FILE}.*"):
        pid = left.suffix[1:]
        if not (pid.isdecimal() and psutil.pid_exists(int(pid))):
            left.unlink(missing_ok=True)


def of(folder: Path) -> tuple[psutil.Process | None, str]:
    """Return the living process of a run's folder and its phase.

    The time of creation guards against a process id that was reused since. It is
    recorded in two ways and one match is enough: where the clock is set, one changes.

    Returns:
        None and "lost" where it is gone or its record is damaged; None and "" where
        there is no record.
    """
    try:
        text = (folder / _FILE).read_text(encoding="utf-8")
        recorded = schema.build(_Process, schema.from_json(text))
        process = psutil.Process(recorded.pid)
        alive = (
            any(abs(t - getattr(recorded, n)) < 1 for n, t in _birth(process).items())
            and process.status() != psutil.STATUS_ZOMBIE
        )
    except FileNotFoundError:
        return None, ""
    except (psutil.Error, ValueError, OverflowError, OSError):
        return None, "lost"
    if not alive or recorded.phase not in PHASES:
        return None, "lost"
    return process, recorded.phase


def is_starting(folder: Path) -> bool:
    """Return whether a run's living process has reported nothing yet.

    For ten seconds and more it imports Keras and reads its data.
    """
    recorded, reported = (
        _changed(folder / "process.json"),
        _changed(folder / "events.jsonl"),
    )
    return of(folder)[0] is not None and reported < recorded


def _changed(path: Path) -> int:
    """Return when a file was last written, in nanoseconds; 0 for never."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _birth(process: psutil.Process) -> dict[str, float]:
    """Return when a process began: by the clock, and in seconds after the boot."""
    created = process.create_time()
    return {"born": created, "born_after_boot": created - psutil.boot_time()}
