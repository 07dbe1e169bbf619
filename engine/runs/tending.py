"""Puts runs back whose job the cluster lost, where its scheduler does not.

Slurm queues such a job again by itself. Ray Jobs does not: the server looks after its
runs, and a sweep after its own.
"""

import time
from collections.abc import Callable, Iterable

from engine.errors import LoupeError
from engine.runs import launcher, store
from engine.runs.cluster import job
from engine.runs.cluster.scheduler import LOST
from engine.runs.store import Run

_EVERY_SECONDS = 30.0


def tend(notify: Callable[[str], None]) -> None:
    """Put lost runs back for ever."""
    while True:
        time.sleep(_EVERY_SECONDS)
        put_back(store.list_runs(), notify)


def put_back(runs: Iterable[Run], notify: Callable[[str], None]) -> None:
    """Queue those of some runs again that are lost, and say so in a sentence each."""
    for run in filter(is_lost, runs):
        try:
            launcher.of(run).start(run)
            notify(f"{run.id} lost its job and was queued again.")
        except LoupeError as error:
            if not store.is_active(run):  # nor has another process queued it
                notify(f"{run.id} lost its job and could not be queued: {error}")


def is_lost(run: Run) -> bool:
    """Return whether a run's job was lost with its node, and the run has a new state.

    A job that saved nothing since it began is left alone: the next one would probably
    end in the same way.
    """
    try:
        listed = job.listed(run.folder)
    except LoupeError:
        return False  # nobody knows
    if listed is None or listed.phase != LOST or (run.folder / "stop").exists():
        return False
    return job.has_saved(run.folder)
