"""One run at a time has this machine's device; the others are queued, oldest first.

A cluster has a queue of its own: its runs take no part in this one.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from engine.errors import writing
from engine.runs import store
from engine.runs.active import local_runs
from engine.runs.store import Run

_POLL_SECONDS = 0.3
_MOST_SECONDS = 3.0  # a run far behind looks less often: each look reads all before it


@contextmanager
def device_turn(run: Run, stop: Callable[[], bool]) -> Iterator[bool]:
    """Wait until the device is free and no older run is queued.

    The operating system releases the lock of a killed process, so that a dead run
    never blocks the queue.

    Yields:
        True while the run has the device; False when `stop` came first.

    Raises:
        DiskFullError: The lock cannot be opened, as in another user's folder.
    """
    lock = FileLock(store.runs_folder() / ".device.lock")
    while not stop():
        ahead = _queued_before(run)
        if not ahead:
            with writing(Path(lock.lock_file)), suppress(Timeout):
                lock.acquire(timeout=0)
                break
        time.sleep(min(_POLL_SECONDS * (1 + ahead), _MOST_SECONDS))
    try:
        yield lock.is_locked
    finally:
        lock.release()


def runs_ahead(run: Run) -> int:
    """Return how many runs come before a queued one, the running one included."""
    others = [(r, store.state(r)) for r in local_runs() if r.id != run.id]
    return sum(
        state != "queued" or other.created < run.created for other, state in others
    )


def _queued_before(run: Run) -> int:
    """Return how many older runs are queued for the device."""
    older = [other for other in local_runs() if other.created < run.created]
    return sum(store.state(other) == "queued" for other in older)
