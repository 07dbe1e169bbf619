"""A run is a folder: found again after a reload, in a second tab, on another day.

`runs/<experiment>/<run id>/` holds

    own-data        the user's own data, where the run is trained on it
    config.json     the request: preset, settings, data, command
    process.json    its process, and whether that is queued or running
    job.json        in its place, the job of a cluster (see cluster/job.py)
    events.jsonl    losses, samples and the outcome (see events.py)
    log.txt         what the process printed
    state.h5        to resume from, and the one before it, state.previous.h5
    stop, paused    exist while a stop is requested, and while it is paused
    control.json    what else the user asks of it; about.json: the user’s notes
    snapshots/      weights after 1/8, 1/4, 1/2, 1, 2, 5 … epochs
    checkpoint/     the trained model
"""

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from engine import registry, schema, settings
from engine.errors import (
    DiskFullError,
    RunError,
    TrainingOffError,
    UnknownNameError,
    writing,
)
from engine.runs import events, process
from engine.runs.cluster import job

OWN_DATA = "own-data"  # the user's own file
ACTIVE_STATES = (*process.PHASES, "paused")  # of a run with a living process
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
    imported: str = ""  # name of the network that it was imported as, or ""
    sweep: str = ""  # name of the sweep that it belongs to, or ""

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
    return settings.folder("runs")


def training_allowed() -> bool:
    """Return False where the server was started with LOUPE_TRAINING=off."""
    return settings.training_allowed()


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
        write_request(run)
    except FileExistsError as error:
        raise RunError(f"The run {run.id} exists already.") from error
    except OSError as error:
        shutil.rmtree(run.folder, ignore_errors=True)
        reason = f"Cannot create the run’s folder: {error.strerror}."
        raise DiskFullError(reason) from error
    return run


def write_request(run: Run) -> None:
    """Write config.json, completely or not at all; an OSError where it cannot be."""
    text = json.dumps(asdict(run), indent=1, ensure_ascii=False) + "\n"
    part = run.folder / "config.json.part"
    # Half a surrogate pair is not UTF-8, but a valid escape in JSON.
    part.write_text(text, encoding="utf-8", errors="backslashreplace")
    part.replace(run.folder / "config.json")


def get(run_id: str) -> Run:
    """Return a run by its id, whatever experiment it belongs to.

    Raises:
        UnknownNameError: There is none; the message lists the newest.
    """
    runs = {run.id: run for run in list_runs()}
    if run_id in runs:
        return runs[run_id]
    raise UnknownNameError("run", run_id, list(runs)[:8])


def list_runs(experiment: str = "*") -> list[Run]:
    """Return all readable runs, newest first; `unreadable.py` has the others."""
    runs = []
    for path in runs_folder().glob(f"{experiment}/*/config.json"):
        try:
            runs.append(read(path.parent))
        except RunError:
            continue
    return sorted(runs, key=lambda run: run.created, reverse=True)


def read(folder: Path) -> Run:
    """Return the run that a folder holds, checked.

    Raises:
        RunError: Its config.json is missing or damaged, or is of another folder; or
            this version does not have its experiment or preset.
    """
    try:
        text = (folder / "config.json").read_text(encoding="utf-8")
        run = schema.build(Run, schema.from_json(text))
        datetime.fromisoformat(run.created)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise RunError(f"The run {folder.name} cannot be read: {reason}.") from error
    # Not a copy of one under another name, nor a path that leaves the runs' folder.
    if (run.id, run.experiment) != (folder.name, folder.parent.name):
        raise RunError(f"The folder {folder.name} holds the run {run.id[:60]}.")
    if run.own_data not in ("", OWN_DATA):
        raise RunError(f"The run {run.id} has its data elsewhere.")
    if run.experiment not in registry.NAMES:
        raise RunError(f"There is no experiment called “{run.experiment[:60]}”.")
    if run.preset not in registry.get(run.experiment).presets:
        raise RunError(f"{run.experiment} has no preset called “{run.preset[:60]}”.")
    return run


def record_process(run: Run, pid: int, phase: str) -> None:
    """Record the process of a run and its phase; see `process.record`."""
    process.record(run.folder, pid, phase)


def process_of(run: Run) -> tuple[psutil.Process | None, str]:
    """Return the living process of a run here, and its phase; None where it is gone."""
    return process.of(run.folder)


def phase(run: Run) -> str:
    """Return one of ACTIVE_STATES for a run with a living process or job; else ""."""
    living, phase = process_of(run)
    if job.read(run.folder) is not None:
        phase = job.phase(run.folder)
    elif living is None:
        phase = ""
    is_paused = phase == "running" and (run.folder / process.PAUSED).exists()
    return "paused" if is_paused else phase


def is_active(run: Run) -> bool:
    """Return whether the run has a living process or job, whatever it does."""
    return phase(run) != ""


def state(run: Run) -> str:
    """Return the run's present state, one of STATES."""
    return phase(run) or outcome(run) or "interrupted"


def outcome(run: Run) -> str:
    """Return "done", "stopped" or "failed" as its last event says; "" for none yet."""
    last = events.read_last(run.folder / "events.jsonl")  # at every rerun of a page
    return last.outcome if isinstance(last, events.Finished) else ""


def resumable(run: Run) -> bool:
    """Return whether the run ended early and left a state to resume from."""
    ended_early = state(run) in ("stopped", "failed", "interrupted")
    return ended_early and has_saved_state(run)


def has_saved_state(run: Run) -> bool:
    """Return whether the run left a state to resume from."""
    return any((run.folder / f"state{part}.h5").exists() for part in ("", ".previous"))


def request_stop(run: Run) -> None:
    """Ask the run to end within one batch; a DiskFullError where it cannot be."""
    if run.folder.exists():
        with writing(run.folder):
            (run.folder / "stop").touch()


def delete(run: Run) -> None:
    """Remove an ended run with its checkpoint.

    Raises:
        TrainingOffError: Deleting is disabled here.
        RunError: It is active.
    """
    if not training_allowed():
        raise TrainingOffError
    if is_active(run):
        raise RunError(f"{run.id} is still {state(run)}. Stop it first.")
    remove(run.folder)


def remove(folder: Path) -> None:
    """Remove a run's folder; a RunError where it cannot be, as in a read-only one."""
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise RunError(
            f"Cannot delete {folder.name}: {error.strerror}. Check who may write to "
            f"{folder.parent}."
        ) from error
