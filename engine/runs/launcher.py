"""Who starts, watches and stops the process behind a run.

`Launcher` is the whole of what a page asks, so that a cluster's scheduler can
be a second implementation. `LocalLauncher` starts on this machine the command
that a person would type; runs wait in line for the device, oldest first.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Protocol

from filelock import FileLock, Timeout

from engine.errors import DiskFullError, RunError, TrainingOffError
from engine.runs import store
from engine.runs.store import Run

_PROJECT = Path(__file__).parents[2]
_POLL_SECONDS = 0.3


class Launcher(Protocol):
    """Start a run's process, say whether it lives, ask it to stop."""

    def start(self, run: Run) -> None:
        """Start, or resume, the process of a run."""
        ...

    def is_alive(self, run: Run) -> bool:
        """Return whether the run waits or works."""
        ...

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        ...


class LocalLauncher:
    """Processes of this machine; they outlive the server that started them."""

    def start(self, run: Run) -> None:
        """Start the run's own command, its output in the run's log.

        A run with something to go on from is resumed instead.

        Raises:
            TrainingOffError: Training is switched off here.
            RunError: The run is working already.
            DiskFullError: Its folder cannot be written to.
        """
        if not store.training_allowed():
            raise TrainingOffError
        try:
            # Two tabs may ask for the same at the same moment.
            with FileLock(run.folder / "start.lock"):
                self._start(run)
        except OSError as error:
            raise DiskFullError(
                f"Cannot write to {run.folder}: {error.strerror}."
            ) from error

    def _start(self, run: Run) -> None:
        """Start the process unless there is one."""
        if self.is_alive(run):
            raise RunError("This run is working already.")
        (run.folder / "stop").unlink(missing_ok=True)
        command = [sys.executable, "-m", "engine", "train", run.experiment]
        command += ["--resume", run.id]
        with (run.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=_PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a server's Ctrl-C is not the run's
                env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
            )
        if not self.is_alive(run):  # it may have said already that it works
            store.record_process(run, process.pid, "queued")
        # Takes note of its end, so that no zombie stays while the server lives.
        Thread(target=process.wait, name=f"reap {run.id}", daemon=True).start()

    def is_alive(self, run: Run) -> bool:
        """Return whether the run waits or works."""
        return store.process_of(run)[0] is not None

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        store.ask_to_stop(run)


@contextmanager
def device_turn(run: Run, stop: Callable[[], bool]) -> Iterator[bool]:
    """Wait until the device is free and no older run waits; True when it is ours.

    False when `stop` was asked meanwhile. The operating system frees the lock
    of a killed process, so a dead run never blocks the line.
    """
    lock = FileLock(store.runs_folder() / ".device.lock")
    while not stop():
        if _is_first_in_line(run):
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


def _is_first_in_line(run: Run) -> bool:
    """Return whether no older run waits for the device."""
    waiting = [r for r in store.list_runs() if store.process_of(r)[1] == "queued"]
    return all(run.created <= other.created for other in waiting)
