"""A sweep's folder: what it trains, and whether a process works on it.

`runs/<experiment>/.sweeps/<name>/` holds

    sweep.json      the request, and which runs were pruned
    own-data        the user's own data, where its runs are trained on it
    process.json    the process that works on it
    optuna.jsonl    of a search: Optuna's trials
    stop            exists while a stop is requested
    log.txt         what a process printed that a page started

Its runs are runs like any other: each names its sweep in its config.json.
"""

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from engine import registry, schema
from engine.errors import RunError, TrainingOffError, UnknownNameError, writing
from engine.runs import process, store
from engine.runs.resuming import in_shell, sweep_words
from engine.runs.store import Run
from engine.sweeps.launching import Launches, ask_to_stop

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_FILE = "sweep.json"


@dataclass(frozen=True, slots=True)
class Sweep:
    """The request that a sweep was made from."""

    name: str
    experiment: str
    presets: tuple[str, ...]
    seeds: tuple[int, ...]  # () for that of each preset
    settings: Mapping[str, tuple[Any, ...]]  # setting -> its values
    source: str  # name of the published data set, or ""
    own_data: str  # the user's own file as it was named, or ""
    jobs: int  # trainings that the launcher has at a time
    created: str  # ISO time
    trials: int = 0  # of a search; 0 for a grid, which trains every combination
    ranges: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # low, high
    fitted: Mapping[str, int] = field(default_factory=dict)  # preset -> own epochs
    pruned: tuple[str, ...] = ()  # ids of runs that a search gave up

    @property
    def folder(self) -> Path:
        """The sweep's folder."""
        return store.runs_folder() / self.experiment / ".sweeps" / self.name

    @property
    def own_file(self) -> Path | None:
        """The copy of the user's own data; None for published data."""
        return self.folder / store.OWN_DATA if self.own_data else None


def check_name(name: str) -> None:
    """Refuse a name that is invalid, or taken in some experiment.

    Raises:
        RunError: With what to do.
    """
    if not _NAME.fullmatch(name):
        raise RunError(
            f"“{name}” is not a valid name: use up to 41 lowercase letters, "
            "digits and “-”."
        )
    if any(other.name == name for other in list_sweeps()):
        raise RunError(
            f"There is a sweep called “{name}” already. Go on with it: "
            f"`{in_shell(sweep_words(name))}`, or choose another --name."
        )


def create(sweep: Sweep) -> None:
    """Make the sweep's folder, with a copy of the user's own data in it.

    Raises:
        TrainingOffError: Training is disabled here.
        RunError: The name is invalid, or taken in some experiment.
        DiskFullError: The folder cannot be written.
    """
    if not store.training_allowed():
        raise TrainingOffError
    check_name(sweep.name)
    with writing(sweep.folder):
        sweep.folder.mkdir(parents=True, exist_ok=True)
        if sweep.own_file:
            shutil.copyfile(sweep.own_data, sweep.own_file)
        _write(sweep)


def _write(sweep: Sweep) -> None:
    """Write sweep.json, completely or not at all; an OSError where it cannot be."""
    part = sweep.folder / f"{_FILE}.part"
    # A file's name need not be text; from now on the copy, `own_file`, is read.
    named = sweep.own_data.encode("utf-8", "backslashreplace").decode()
    text = json.dumps(asdict(sweep) | {"own_data": named}, indent=1, ensure_ascii=False)
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(sweep.folder / _FILE)


def add_pruned(sweep: Sweep, run_id: str) -> Sweep:
    """Record that a search gave up a run; return the sweep as it is now.

    Raises:
        DiskFullError: It cannot be written.
    """
    changed = replace(sweep, pruned=(*sweep.pruned, run_id))
    with writing(sweep.folder):
        _write(changed)
    return changed


def list_sweeps() -> list[Sweep]:
    """Return all readable sweeps of known experiments, newest first."""
    paths = store.runs_folder().glob(f"*/.sweeps/*/{_FILE}")
    readable = [sweep for path in paths if (sweep := _read(path.parent))]
    return sorted(readable, key=lambda sweep: sweep.created, reverse=True)


def of(run: Run) -> Sweep | None:
    """Return the sweep of a run; None where it has none that can be read."""
    if not _NAME.fullmatch(run.sweep):
        return None
    return _read(run.folder.parent / ".sweeps" / run.sweep)


def _read(folder: Path) -> Sweep | None:
    """Return the sweep in a folder; None where it is damaged or unknown here."""
    try:
        text = (folder / _FILE).read_text(encoding="utf-8")
        sweep = schema.build(Sweep, schema.from_json(text))
    except (OSError, ValueError):
        return None
    sound = sweep.folder == folder and _is_possible(sweep) and _is_runnable(sweep)
    return sweep if sound else None


def _is_possible(sweep: Sweep) -> bool:
    """Return whether some command can have asked for the sweep."""
    kinds = {type(value) for listed in sweep.settings.values() for value in listed}
    return (
        bool(sweep.presets)
        and sweep.jobs > 0 <= sweep.trials
        and all(sweep.settings.values())
        and kinds <= {bool, int, float, str}
        and all(type(epochs) is int for epochs in sweep.fitted.values())
        and all(len(ends) == 2 and ends[0] < ends[1] for ends in sweep.ranges.values())
    )


def _is_runnable(sweep: Sweep) -> bool:
    """Return whether this version has the sweep's experiment, presets and data."""
    if sweep.experiment not in registry.NAMES:
        return False
    experiment = registry.get(sweep.experiment)
    has_data = sweep.own_data or sweep.source in {s.name for s in experiment.sources}
    return set(sweep.presets) <= experiment.presets.keys() and bool(has_data)


def get(name: str) -> Sweep:
    """Return a sweep by its name.

    Raises:
        UnknownNameError: There is none; the message lists those that exist.
    """
    sweeps = {sweep.name: sweep for sweep in list_sweeps()}
    if name not in sweeps:
        raise UnknownNameError("sweep", name, sweeps)
    return sweeps[name]


def runs_of(sweep: Sweep) -> list[Run]:
    """Return the runs of a sweep that exist by now, oldest first."""
    newest_first = store.list_runs(sweep.experiment)
    return [run for run in reversed(newest_first) if run.sweep == sweep.name]


def is_active(sweep: Sweep) -> bool:
    """Return whether a process works on the sweep."""
    return process.of(sweep.folder)[0] is not None


def claim(sweep: Sweep) -> None:
    """Record this process as the one that works on the sweep.

    Raises:
        TrainingOffError: Training is disabled here.
        RunError: Another process works on it.
        DiskFullError: The folder cannot be written to.
    """
    if not store.training_allowed():
        raise TrainingOffError
    with writing(sweep.folder), FileLock(sweep.folder / "start.lock"):
        working = process.of(sweep.folder)[0]
        if working is not None and working.pid != os.getpid():
            raise RunError(
                f"The sweep “{sweep.name}” is running in another process. "
                f"`./loupe sweep --stop {sweep.name}` stops it."
            )
        # A request that came while this one started is meant for it.
        if working is None:
            (sweep.folder / "stop").unlink(missing_ok=True)
        process.record(sweep.folder, os.getpid(), "running")


def release(sweep: Sweep) -> None:
    """Record that no process works on the sweep any longer."""
    for name in ("process.json", "stop"):
        (sweep.folder / name).unlink(missing_ok=True)


def stop_requested(sweep: Sweep) -> bool:
    """Return whether somebody asked the sweep to stop."""
    return (sweep.folder / "stop").exists()


def stop(sweep: Sweep, launches: Launches) -> int:
    """Ask the sweep and all its runs to stop; return how many are active.

    Raises:
        TrainingOffError: Changing runs is disabled here.
        DiskFullError: The request cannot be written.
        SchedulerError: A cluster does not answer.
    """
    if not store.training_allowed():
        raise TrainingOffError
    if is_active(sweep):
        with writing(sweep.folder):
            (sweep.folder / "stop").touch()
    return ask_to_stop(runs_of(sweep), launches)
