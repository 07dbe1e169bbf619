"""Starts and stops the process behind a run.

`Launcher` is all that a page needs, so that a cluster's scheduler can be a second
implementation. `LocalLauncher` starts `./loupe train EXPERIMENT --resume RUN` on this
machine.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Protocol

from filelock import FileLock

from engine.errors import DiskFullError, RunError, TrainingOffError
from engine.runs import store
from engine.runs.request import resume_words
from engine.runs.store import Run

_PROJECT = Path(__file__).parents[2]


class Launcher(Protocol):
    """Start a run's process, ask it to stop."""

    def start(self, run: Run) -> None:
        """Start, or resume, the process of a run."""
        ...

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        ...


class LocalLauncher:
    """Processes of this machine; they outlive the server that started them."""

    def start(self, run: Run) -> None:
        """Start the process that trains the run or resumes it, its output in the log.

        Raises:
            TrainingOffError: Training is disabled here.
            RunError: The run is active already.
            DiskFullError: Its folder cannot be written to.
        """
        if not store.training_allowed():
            raise TrainingOffError
        try:
            # Two tabs can ask for the same at the same moment.
            with FileLock(run.folder / "start.lock"):
                self._start(run)
        except OSError as error:
            raise DiskFullError(
                f"Cannot write to {run.folder}: {error.strerror}."
            ) from error

    def _start(self, run: Run) -> None:
        """Start the process unless there is one."""
        if store.is_active(run):
            raise RunError(f"{run.id} is already {store.state(run)}.")
        (run.folder / "stop").unlink(missing_ok=True)
        with (run.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "engine", *resume_words(run)],
                cwd=_PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a server's Ctrl-C is not the run's
                env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
            )
        if not store.is_active(run):  # a quick process may have recorded itself
            store.record_process(run, process.pid, "queued")
        # Waits for its end, so that no zombie stays while the server lives.
        Thread(target=process.wait, name=f"reap {run.id}", daemon=True).start()

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        store.request_stop(run)
