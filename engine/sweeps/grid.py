"""A grid: every combination of presets, values and seeds is trained once."""

from collections import deque
from typing import Any

from engine import registry
from engine.runs import request, store
from engine.runs.request import OwnFile
from engine.runs.store import Run
from engine.sweeps.plan import Training, trainings
from engine.sweeps.sweep import Sweep, runs_of


class Grid:
    """Gives the trainings of a plan one after the other, those that are done aside."""

    def __init__(self, sweep: Sweep) -> None:
        """Begin where the sweep's runs end."""
        self._sweep = sweep
        self._left = deque(left(sweep))

    def next(self) -> Run | None:
        """Return the next run to start or resume; None where none is left.

        Raises:
            LoupeError: Its folder cannot be made.
        """
        if not self._left:
            return None
        training, run = self._left.popleft()
        return run or make(self._sweep, training)

    def gives_up(self, run: Run) -> bool:
        """Return False: a grid trains everything to its end."""
        return False

    def ended(self, run: Run) -> None:
        """Note nothing: the run's folder has its outcome."""

    def remaining(self) -> int:
        """Return how many runs are still to come."""
        return len(self._left)


def left(sweep: Sweep) -> list[tuple[Training, Run | None]]:
    """Return the trainings of a grid that are not done, each with its run if begun."""
    made = {_key(sweep, run.preset, run.config): run for run in runs_of(sweep)}
    remaining = []
    for training in trainings(sweep):
        run = made.get(_key(sweep, training.preset, training.config.to_mapping()))
        if run is None or store.state(run) != "done":
            remaining.append((training, run))
    return remaining


def _key(sweep: Sweep, preset: str, config: Any) -> tuple[Any, ...]:
    """Return what tells one training of a sweep from another.

    A run that was trained longer since is still the same training.
    """
    longer = () if "more_epochs" in sweep.settings else ("more_epochs",)
    return (preset, *sorted((n, v) for n, v in config.items() if n not in longer))


def make(sweep: Sweep, training: Training) -> Run:
    """Make the run of one training.

    Raises:
        LoupeError: As `request.create`, or the own data cannot be read.
    """
    copy = sweep.own_file
    own_file = OwnFile(sweep.own_data, copy.read_bytes()) if copy else None
    return request.create(
        registry.get(sweep.experiment),
        training.preset,
        training.config,
        source=sweep.source,
        own_file=own_file,
        sweep=sweep.name,
    )
