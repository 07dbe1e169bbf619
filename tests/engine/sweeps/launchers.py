"""Launchers that train nothing: runs end, or stand still, as a test wants."""

from __future__ import annotations

import os
from collections.abc import Callable

from engine.runs import events, store
from engine.runs.events import Finished, Progress, Started
from engine.runs.store import Run


def loss_of(run: Run) -> float:
    """Return a validation loss that depends on dropout and, a little, on the seed."""
    return 1.0 + run.config.get("dropout", 0.0) + 0.01 * run.config["seed"]


def report(run: Run, epochs: int, loss: float, outcome: str = "") -> None:
    """Write the events of a run's first epochs, 10 seconds each, and how it ended."""
    for event in (
        Started(0.0, 0, 10 * epochs, 10, 99),
        *(
            Progress(10.0 * e, 10 * e, float(e), "validation", {"loss": loss + 1 / e})
            for e in range(1, epochs)
        ),
        Progress(10.0 * epochs, 10 * epochs, epochs, "validation", {"loss": loss}),
    ):
        events.append(run.folder / "events.jsonl", event)
    if outcome:
        end(run, epochs, outcome)


def end(run: Run, epochs: int, outcome: str) -> None:
    """End a run."""
    finished = Finished(10.0 * epochs, 10 * epochs, outcome)
    events.append(run.folder / "events.jsonl", finished)
    (run.folder / "process.json").unlink(missing_ok=True)


class Instant:
    """Every run has ended as soon as it is started."""

    def __init__(self, outcome: Callable[[Run], str] = lambda run: "done") -> None:
        self.outcome = outcome
        self.started: list[Run] = []

    def start(self, run: Run) -> None:
        self.started.append(run)
        report(run, 2, loss_of(run), self.outcome(run))

    def stop(self, run: Run) -> None:
        raise AssertionError("it has ended already")


class Standing:
    """Runs stand still until they are stopped: as active as this process."""

    def __init__(self, reports: Callable[[Run], None] = lambda run: None) -> None:
        self.reports = reports
        self.started: list[Run] = []
        self.stopped: list[Run] = []

    def start(self, run: Run) -> None:
        self.started.append(run)
        store.record_process(run, os.getpid(), "running")
        self.reports(run)

    def stop(self, run: Run) -> None:
        self.stopped.append(run)
        end(run, 1, "stopped")
