"""A sweep goes on in a process of its own, as a page starts it."""

import os
import subprocess
from threading import Thread

from filelock import FileLock

from engine import settings
from engine.errors import DiskFullError, RunError, TrainingOffError
from engine.runs import process, store
from engine.runs.resuming import in_process, sweep_words
from engine.sweeps import sweep as sweeps
from engine.sweeps.sweep import Sweep


def resume(sweep: Sweep) -> None:
    """Start a process that trains what is left of a sweep; it outlives the server.

    Raises:
        TrainingOffError: Training is disabled here.
        RunError: A process works on it already.
        DiskFullError: Its folder cannot be written to.
    """
    if not store.training_allowed():
        raise TrainingOffError
    try:
        with FileLock(sweep.folder / "start.lock"):  # two tabs, or a double click
            if sweeps.is_active(sweep):
                raise RunError(f"The sweep “{sweep.name}” is already running.")
            (sweep.folder / "stop").unlink(missing_ok=True)
            with (sweep.folder / "log.txt").open("ab") as log:
                started = subprocess.Popen(
                    in_process(sweep_words(sweep.name)),
                    cwd=settings.PROJECT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # a server's Ctrl-C is not the sweep's
                    env={**os.environ, "PYTHONUNBUFFERED": "1"},
                )
            process.record(sweep.folder, started.pid, "running")
        # Waits for its end, so that no zombie stays while the server lives.
        Thread(target=started.wait, name=f"reap {sweep.name}", daemon=True).start()
    except OSError as error:
        raise DiskFullError(
            f"Cannot write to {sweep.folder}: {error.strerror}."
        ) from error
