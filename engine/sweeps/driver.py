"""Works on a sweep: hands its runs to the launcher, a few at a time.

All at once would be right for a cluster; on one machine every queued run is a process
that waits. Where this process dies, the runs that are active go on, and `resume` finds
them.
"""

from collections.abc import Callable
from statistics import fmean
from time import sleep
from typing import Protocol

from engine.runs import store, tending
from engine.runs.store import Run
from engine.sweeps import groups
from engine.sweeps import sweep as sweeps
from engine.sweeps.estimate import in_words
from engine.sweeps.launching import Launches, ask_to_stop
from engine.sweeps.sweep import Sweep

_POLL_SECONDS = 1.0

Notify = Callable[[str], None]


class Chooser(Protocol):
    """Decides which run comes next, and which is given up."""

    def next(self) -> Run | None:
        """Return the next run to start or resume; None where none is left."""
        ...

    def gives_up(self, run: Run) -> bool:
        """Return whether an active run is not worth its time any longer."""
        ...

    def ended(self, run: Run) -> None:
        """Note that a run is no longer active."""
        ...

    def remaining(self) -> int:
        """Return how many runs are still to come."""
        ...


def drive(
    sweep: Sweep,
    chooser_of: Callable[[Sweep], Chooser],
    launches: Launches,
    notify: Notify,
) -> bool:
    """Train what is left of a sweep; return whether it came to its end.

    Ctrl-C or `sweep.stop` ends it: every active run is asked to stop.

    Args:
        sweep: The request.
        chooser_of: Called once no other process can work on the sweep.
        launches: Starts and stops its runs.
        notify: Gets a line for each run that has ended.

    Raises:
        TrainingOffError: Training is disabled here.
        RunError: Another process works on it.
        LoupeError: A run cannot be made or started.
    """
    sweeps.claim(sweep)
    active: list[Run] = []
    try:
        return _drive(sweep, chooser_of(sweep), launches, notify, active)
    except KeyboardInterrupt:
        notify("Stopping the active runs: each ends within one batch.")
        ask_to_stop(active, launches)
        return False
    finally:
        sweeps.release(sweep)


def _drive(
    sweep: Sweep,
    chooser: Chooser,
    launches: Launches,
    notify: Notify,
    active: list[Run],
) -> bool:
    """Start and follow runs until none is left."""
    took: list[float] = []
    stopping = False
    while True:
        while not stopping and len(active) < sweep.jobs and (run := chooser.next()):
            active.append(run)
            if store.state(run) not in (*store.ACTIVE_STATES, "done"):
                launches.start(run)
        tending.put_back([run for run in active if not store.is_active(run)], notify)
        ended = [run for run in active if not store.is_active(run)]
        for run in ended:
            active.remove(run)
            chooser.ended(run)
            notify(_report(sweep, run, took, chooser.remaining() + len(active)))
        if not active and (stopping or not ended):
            return not stopping
        given_up = [run for run in active if chooser.gives_up(run)]
        ask_to_stop(given_up, launches)
        if sweeps.stop_requested(sweep) and not stopping:
            stopping = True
            ask_to_stop(active, launches)
        if not ended:
            sleep(_POLL_SECONDS)


def _report(sweep: Sweep, run: Run, took: list[float], left: int) -> str:
    """Return how a run ended, and how long the others take, in one line."""
    now = sweeps.of(run) or sweep  # it may have been pruned just now
    state, loss = groups.state_of(now, run), groups.best_loss(run)
    line = f"{state:9} {run.id}  {run.preset}"
    line += "" if loss is None else f"  best validation loss {loss:.4f} nats"
    reported = run.events
    if state == "done" and reported:
        took.append(reported[-1].at)
    if left and took:
        line += f"; {left} left, about {in_words(left * fmean(took))} of training"
    return line
