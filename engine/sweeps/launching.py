"""Starts and stops the runs of a sweep, wherever they run."""

from collections.abc import Iterable
from typing import Protocol

from engine.errors import LoupeError
from engine.runs import launcher, store
from engine.runs.store import Run


class Launches(Protocol):
    """Starts and stops runs."""

    def start(self, run: Run) -> None:
        """Start, or resume, a run."""
        ...

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        ...


class Launching:
    """Starts runs with the launcher that LOUPE_LAUNCHER names, stops them with theirs.

    Errors are the launchers' own.
    """

    def start(self, run: Run) -> None:
        """Start, or resume, a run."""
        launcher.chosen().start(run)

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        launcher.of(run).stop(run)


def ask_to_stop(runs: Iterable[Run], launches: Launches) -> int:
    """Ask all active runs to stop that nobody has asked; return how many are active.

    Asked twice, a cluster's job is cancelled before it has saved its state.

    Raises:
        LoupeError: The first one, after all have been asked.
    """
    active = [run for run in runs if store.is_active(run)]
    first: LoupeError | None = None
    for run in active:
        if not (run.folder / "stop").exists():
            try:
                launches.stop(run)
            except LoupeError as error:
                first = first or error
    if first:
        raise first
    return len(active)
