"""One run at a time has the device; the others are queued, oldest first."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from engine.runs import store
from engine.runs.store import Run

_POLL_SECONDS = 0.3


@contextmanager
def device_turn(run: Run, stop: Callable[[], bool]) -> Iterator[bool]:
    """Wait until the device is free and no older run is queued.

    The operating system releases the lock of a killed process, so that a dead run
    never blocks the queue.

    Yields:
        True while the run has the device; False when `stop` came first.
    """
    lock = FileLock(store.runs_folder() / ".device.lock")
    while not stop():
        if _is_first(run):
            try:
                lock.acquire(timeout=0)
            except Timeout:
                pass
            else:
                break
        time.sleep(_POLL_SECONDS)
    try:
        yield lock.is_locked
    finally:
        lock.release()


def runs_ahead(run: Run) -> int:
    """Return how many runs come before a queued one, the running one included."""
    others = [(r, store.state(r)) for r in _active() if r.id != run.id]
    return sum(
        state == "running" or other.created < run.created for other, state in others
    )


def _is_first(run: Run) -> bool:
    """Return whether no older run is queued for the device."""
    queued = [other for other in _active() if store.state(other) == "queued"]
    return all(run.created <= other.created for other in queued)


def _active() -> list[Run]:
    return [run for run in store.list_runs() if store.is_active(run)]
