"""Puts runs back whose job the cluster lost, where its scheduler does not.

Slurm queues such a job again by itself. Ray Jobs does not: the server looks after them.
"""

import time
from collections.abc import Callable

from engine.errors import LoupeError
from engine.runs import launcher, store
from engine.runs.cluster import job
from engine.runs.cluster.scheduler import LOST
from engine.runs.store import Run

_EVERY_SECONDS = 30.0


def tend(notify: Callable[[str], None]) -> None:
    """Put lost runs back for ever, and say so in a sentence each."""
    while True:
        time.sleep(_EVERY_SECONDS)
        for run in lost_runs():
            try:
                launcher.of(run).start(run)
                notify(f"{run.id} lost its job and was queued again.")
            except LoupeError as error:
                notify(f"{run.id} lost its job and could not be queued: {error}")


def lost_runs() -> list[Run]:
    """Return the runs whose job was lost with its node, and that go on from a state.

    A job that saved nothing since it began is left alone: the next one would probably
    end in the same way.
    """
    return [run for run in store.list_runs() if _is_lost(run)]


def _is_lost(run: Run) -> bool:
    try:
        listed = job.listed(run.folder)
    except LoupeError:
        return False  # nobody knows
    if listed is None or listed.phase != LOST or (run.folder / "stop").exists():
        return False
    return job.has_saved(run.folder)
