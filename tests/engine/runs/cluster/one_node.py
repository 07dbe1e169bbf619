"""A small training on a real scheduler that has this machine as its one node."""

from __future__ import annotations

from engine.runs import launcher, store
from engine.runs.events import Started
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


def goes_on_and_stops(run: store.Run) -> None:
    """Assert that the run is trained again from where it was, and can be stopped."""
    until(lambda: len(_starts(run)) == 2, "the job is started again")
    first, second = _starts(run)
    assert first.step == 0 < second.step
    launcher.of(run).stop(run)
    until(lambda: store.state(run) == "stopped", "the run stops")


def _starts(run: store.Run) -> list[Started]:
    return [event for event in run.events if isinstance(event, Started)]
