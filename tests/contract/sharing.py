"""What a tiny preset learned: one worker trains it, every worker reads it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray

from engine import hdf5
from engine.checkpoints import weights
from engine.runs import store
from engine.runs.events import Event
from engine.runs.store import Run
from engine.training.schedule import Pace
from tests.contract.tiny import TINY, create, work
from tests.contract.watch import Watch

Arrays = dict[str, NDArray[Any]]
_KEPT, _KILLED = "learned.h5", "killed"


@dataclass(frozen=True)
class Learned:
    """A finished training, and the network's weights by their paths.

    Those of a preset that learns without Keras are empty.
    """

    run: Run
    folder: Path
    said: list[Event]
    before: Arrays  # trainable ones, before the first batch
    after: Arrays  # all, when it ended
    averaged: Arrays  # all, as its checkpoint has them, but not rounded
    batches: int

    @property
    def checkpoint(self) -> Path:
        """What it wrote."""
        return self.folder / "checkpoint"

    @property
    def kill_step(self) -> int:
        """After how many batches `killed` was kept."""
        return _kill_step(self.batches)

    def killed(self, runs: Path) -> Run:
        """Put into `runs` what a kill within an epoch would have left; return it."""
        kept = self.folder.parents[1] / _KILLED
        shutil.copytree(kept, runs / self.run.experiment / self.run.id)
        return store.get(self.run.id)


def learn(name: str, preset: str, folder: Path) -> Learned:
    """Return what a tiny preset learned, from a folder that all workers share.

    The first that asks trains; one that asks meanwhile waits for it.
    """
    here = folder / f"{name}-{preset}"
    here.mkdir(exist_ok=True)
    with _alone(here / "lock"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_RUNS", str(here))
        if not (here / _KEPT).exists():
            _train(name, preset, here)
        (run,) = store.list_runs()
        arrays, about = hdf5.read(here / _KEPT)
        before, after, mean = (
            {
                path.removeprefix(f"{when}/"): array
                for path, array in arrays.items()
                if path.startswith(f"{when}/")
            }
            for when in ("before", "after", "averaged")
        )
        batches = int(about["batches"])
        return Learned(run, run.folder, run.events, before, after, mean, batches)


def _train(name: str, preset: str, folder: Path) -> None:
    """Train a tiny preset to its end; keep what it was before and after."""
    watch = Watch()
    with pytest.MonkeyPatch.context() as patch:
        run = create(name, preset)
        if preset in TINY[name].networks:
            watch.over(patch)
            _keep_killed(run, watch, patch, folder / _KILLED)
        assert work(run) == "done", run.events[-1]
    found = {f"before/{path}": array for path, array in watch.before.items()}
    if watch.model is not None:
        from engine.training.optimizers import averaged

        after = weights.of_model(watch.model)
        found |= {f"after/{path}": array for path, array in after.items()}
        with averaged(watch.model):
            mean = weights.of_model(watch.model)
        found |= {f"averaged/{path}": array for path, array in mean.items()}
    hdf5.write(folder / _KEPT, found, batches=len(watch.losses))


def _keep_killed(
    run: Run, watch: Watch, patch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Have the state saved once within an epoch; copy the run's folder then."""

    def is_then(pace: Pace) -> bool:
        return len(watch.losses) == _kill_step(run.events[0].total_steps)

    def saved(pace: Pace) -> None:
        if is_then(pace):
            alive = shutil.ignore_patterns("process.json")
            shutil.copytree(run.folder, folder, ignore=alive)

    patch.setattr(Pace, "save_due", is_then)
    patch.setattr(Pace, "saved", saved)


def _kill_step(batches: int) -> int:
    return batches // 3 + 1


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock that one process has at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
