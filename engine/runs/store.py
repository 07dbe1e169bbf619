"""A run is a folder: found again after a reload, in a second tab, on another day.

`runs/<experiment>/<run id>/` holds

    own-data        the user's own data, where the run is trained on it
    config.json     the request: preset, settings, data, command
    process.json    its process, and whether that is queued or running
    events.jsonl    losses, samples and the outcome (see events.py)
    log.txt         what the process printed
    state.h5        to resume from: weights, optimiser state, position
    stop            exists while a stop is requested
    snapshots/      weights after 1, 2, 5, 10 … epochs
    checkpoint/     the trained model, once the run is done or stopped
"""

import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from engine.errors import DiskFullError, RunError, TrainingOffError, UnknownNameError
from engine.runs import events

OWN_DATA = "own-data"  # the user's own file, in the run's folder
ACTIVE_STATES = ("queued", "running")  # of a run with a living process
STATES = (*ACTIVE_STATES, "done", "stopped", "failed", "interrupted")
_RUN_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[a-z0-9_]+-[0-9a-f]{4}")


@dataclass(frozen=True, slots=True)
class Run:
    """The request that a run was made from; what became of it is in its folder."""

    id: str
    experiment: str
    preset: str
    config: Mapping[str, Any]
    source: str  # name of the published data set, or ""
    own_data: str  # file name of the user's own data in the folder, or ""
    title: str  # of the data: a file's name or a data set's title
    command: str  # trains the same from a shell
    created: str  # ISO time

    @property
    def folder(self) -> Path:
        """The run's folder."""
        return runs_folder() / self.experiment / self.id

    @property
    def events(self) -> list[events.Event]:
        """Its events so far, in order."""
        return events.read(self.folder / "events.jsonl")


def runs_folder() -> Path:
    """Return `LOUPE_RUNS`, or `runs/` in the project."""
    return Path(os.environ.get("LOUPE_RUNS", Path(__file__).parents[2] / "runs"))


def training_allowed() -> bool:
    """Return False where the server was started with LOUPE_TRAINING=off."""
    return os.environ.get("LOUPE_TRAINING", "on").lower() not in ("off", "0", "no")


def new_id(preset: str) -> str:
    """Return a fresh run id that sorts by time."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{preset}-{secrets.token_hex(2)}"


def create(run: Run, own_data: bytes | None = None) -> Run:
    """Make the run's folder, with a copy of the user's own data in it.

    Raises:
        TrainingOffError: Training is disabled here.
        RunError: The id is taken or malformed.
        DiskFullError: The disk is full.
    """
    if not training_allowed():
        raise TrainingOffError
    if not _RUN_ID.fullmatch(run.id):
        raise RunError(f"“{run.id}” is not a run id. Leave out --run to get a new one.")
    try:
        run.folder.mkdir(parents=True)
        if own_data is not None:
            (run.folder / run.own_data).write_bytes(own_data)
        text = json.dumps(asdict(run), indent=1, ensure_ascii=False) + "\n"
        (run.folder / "config.json").write_text(text, encoding="utf-8")
    except FileExistsError as error:
        raise RunError(f"The run {run.id} exists already.") from error
    except OSError as error:
        shutil.rmtree(run.folder, ignore_errors=True)
        raise DiskFullError(f"Cannot create the run’s folder: {error}.") from error
    return run


def get(run_id: str) -> Run:
    """Return a run by its id, whatever experiment it belongs to.

    Raises:
        UnknownNameError: There is none; the message lists the newest.
    """
    runs = list_runs()
    for run in runs:
        if run.id == run_id:
            return run
    raise UnknownNameError("run", run_id, [run.id for run in runs[:8]])


def list_runs(experiment: str = "*") -> list[Run]:
    """Return all runs, newest first; folders without a readable config are skipped."""
    runs = []
    for path in runs_folder().glob(f"{experiment}/*/config.json"):
        try:
            run = Run(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, OSError):
            continue
        if run.folder == path.parent:  # not a copy of one under another name
            runs.append(run)
    return sorted(runs, key=lambda run: run.created, reverse=True)


def record_process(run: Run, pid: int, phase: str) -> None:
    """Record the process of a run and its phase, "queued" or "running".

    Raises:
        DiskFullError: The disk is full.
    """
    record = {"pid": pid, "phase": phase, **_birth(psutil.Process(pid))}
    part = run.folder / f"process.json.{os.getpid()}"
    try:
        part.write_text(json.dumps(record), encoding="utf-8")
        part.replace(run.folder / "process.json")
    except OSError as error:
        raise DiskFullError(f"Cannot write in {run.id}: {error.strerror}.") from error


def _birth(process: psutil.Process) -> dict[str, float]:
    """Return when a process began: by the clock, and in seconds after the boot."""
    created = process.create_time()
    return {"born": created, "born_after_boot": created - psutil.boot_time()}


def process_of(run: Run) -> tuple[psutil.Process | None, str]:
    """Return the living process of a run and its phase; None where it is gone.

    The time of creation guards against a process id that was reused since. It is
    recorded in two ways and one match is enough: where the clock is set, one changes.
    """
    try:
        record = json.loads((run.folder / "process.json").read_text(encoding="utf-8"))
        process = psutil.Process(record["pid"])
        alive = (
            any(abs(t - record[name]) < 1 for name, t in _birth(process).items())
            and process.status() != psutil.STATUS_ZOMBIE
        )
    except FileNotFoundError:
        return None, ""
    except (psutil.Error, ValueError, KeyError, TypeError):
        return None, "lost"
    return (process, record["phase"]) if alive else (None, "lost")


def is_active(run: Run) -> bool:
    """Return whether the run has a living process: it is queued or running."""
    return process_of(run)[0] is not None


def state(run: Run) -> str:
    """Return the run's present state, one of STATES."""
    process, phase = process_of(run)
    if process is not None:
        return phase
    return outcome(run) or "interrupted"


def outcome(run: Run) -> str:
    """Return "done", "stopped" or "failed" as its last event says; "" for none yet."""
    # Called for every run at every rerun of a page: the last line is enough.
    last = events.read_last(run.folder / "events.jsonl")
    return last.outcome if isinstance(last, events.Finished) else ""


def resumable(run: Run) -> bool:
    """Return whether the run ended early and left a state to resume from."""
    return state(run) in ("stopped", "failed", "interrupted") and (
        (run.folder / "state.h5").exists()
    )


def request_stop(run: Run) -> None:
    """Ask the run to end within one batch; returns at once.

    Raises:
        DiskFullError: The request cannot be written.
    """
    if run.folder.exists():
        try:
            (run.folder / "stop").touch()
        except OSError as error:
            raise DiskFullError(
                f"Cannot write to {run.folder}: {error.strerror}."
            ) from error


def delete(run: Run) -> None:
    """Remove an ended run with its checkpoint.

    Raises:
        TrainingOffError: Deleting is disabled here.
        RunError: It is queued or running.
    """
    if not training_allowed():
        raise TrainingOffError
    if is_active(run):
        raise RunError(f"{run.id} is still {state(run)}. Stop it first.")
    shutil.rmtree(run.folder)
