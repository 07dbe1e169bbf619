"""A small training on a real scheduler that has this machine as its one node."""

from __future__ import annotations

from collections.abc import Callable

import psutil

from engine import hdf5
from engine.errors import CheckpointError
from engine.runs import launcher, store
from engine.runs.events import Started
from engine.training.state import previous
from tests.contract.tiny import create
from tests.engine.runs.waiting import until


def started() -> store.Run:
    """Return a run that trains in a job and has saved its state."""
    run = create("language", "quick", epochs=5000)
    launcher.chosen().start(run)
    saved = run.folder / "state.h5"
    until(lambda: saved.exists() or not store.is_active(run), "a state is saved")
    assert store.state(run) == "running", launcher.log_of(run)
    return run


def training_of(run: store.Run) -> psutil.Process:
    """Return the process that trains a run, which its job started."""
    (found,) = (
        process
        for process in psutil.process_iter(["cmdline"])
        if {run.id, "--job"} <= {*(process.info["cmdline"] or ())}
    )
    return found


def goes_on_after(run: store.Run, end: Callable[[], object]) -> None:
    """Assert that a run, ended in some way, goes on from its last saved state."""
    known, saved = len(_starts(run)), _saved_step(run)
    end()
    until(lambda: len(_starts(run)) > known, "the training is started again")
    assert 0 < saved <= _starts(run)[-1].step, (saved, _starts(run))


def stops(run: store.Run) -> None:
    """Assert that the run can be stopped."""
    launcher.of(run).stop(run)
    until(lambda: store.state(run) == "stopped", "the run stops")


def _starts(run: store.Run) -> list[Started]:
    return [event for event in run.events if isinstance(event, Started)]


def _saved_step(run: store.Run) -> int:
    """Return at which step the last state was saved."""
    path = run.folder / "state.h5"
    try:
        _, about = hdf5.read(path)
    except CheckpointError:  # the next one is just put in its place
        _, about = hdf5.read(previous(path))
    return int(about["step"])
