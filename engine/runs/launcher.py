"""Starts and stops what works on a run: a process here, or a job of a cluster.

`start`, `stop`, `note` and `log` are all that a page needs. LOUPE_LAUNCHER chooses who
starts a run; who started it stops it, whatever is chosen by then. A run's state is
`store.state`, which asks the same.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Protocol

from filelock import FileLock

from engine import settings
from engine.errors import DiskFullError, RunError, TrainingOffError
from engine.runs import events, process, store
from engine.runs.cluster import job
from engine.runs.cluster.scheduler import QUEUED, RUNNING
from engine.runs.events import Finished
from engine.runs.resuming import in_process, run_words
from engine.runs.store import Run

_REACTION_SECONDS = 30.0  # of a job that was asked to stop
_LOG_BYTES = 16_000
_LOG_LINES = 60


class Launcher(Protocol):
    """Start a run's process, ask it to stop, say how it is."""

    def start(self, run: Run) -> None:
        """Start, or resume, the process of a run."""
        ...

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        ...

    def can_cancel(self, run: Run) -> bool:
        """Return whether `stop` now ends a run that did not react to the first one."""
        ...

    def note(self, run: Run) -> str:
        """Return what only the launcher can say of an active run; "" for nothing."""
        ...

    def is_starting(self, run: Run) -> bool:
        """Return whether a running process has reported nothing yet."""
        ...


class LocalLauncher:
    """Processes of this machine; they outlive the server that started them."""

    def start(self, run: Run) -> None:
        """Start the process that trains the run or resumes it, its output in the log.

        Raises:
            TrainingOffError: Training is disabled here.
            RunError: The run is active already.
            SchedulerError: It may have a job, and its scheduler does not answer.
            DiskFullError: Its folder cannot be written to.
        """
        with _claimed(run):
            self._start(run)

    def _start(self, run: Run) -> None:
        """Start the process."""
        job.remove(run.folder)
        with (run.folder / "log.txt").open("ab") as log:
            started = subprocess.Popen(
                in_process(run_words(run.experiment, run.id)),
                cwd=settings.PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a server's Ctrl-C is not the run's
                env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
            )
        if not store.is_active(run):  # a quick process may have recorded itself
            store.record_process(run, started.pid, "queued")
        # Waits for its end, so that no zombie stays while the server lives.
        Thread(target=started.wait, name=f"reap {run.id}", daemon=True).start()

    def stop(self, run: Run) -> None:
        """Ask the run to end within one batch; returns at once."""
        store.request_stop(run)

    def can_cancel(self, run: Run) -> bool:
        """Return False: a process obeys, or the user of this machine can end it."""
        return False

    def note(self, run: Run) -> str:
        """Return "": the run's state says all."""
        return ""

    def is_starting(self, run: Run) -> bool:
        """Return whether the process imports Keras and reads its data."""
        return process.is_starting(run.folder)


class ClusterLauncher:
    """Jobs of a cluster whose nodes see the same project, data and runs."""

    def __init__(self, name: str) -> None:
        """Use a scheduler by its name in `job.SCHEDULERS`."""
        self._name = name

    def start(self, run: Run) -> None:
        """Submit the job that trains the run or resumes it, its output in the log.

        Raises:
            TrainingOffError, RunError, DiskFullError: As `LocalLauncher.start`.
            SchedulerError: The scheduler refuses it or does not answer.
        """
        with _claimed(run):
            name = job.new_name(run.id)
            (run.folder / "process.json").unlink(missing_ok=True)
            # First: a job can begin before its submission returns, and looks for it.
            job.write(run.folder, job.Job(self._name, name, submitted=False))
            words = [sys.executable, "-m", "engine.runs.cluster.attempts"]
            words += [run.experiment, str(run.folder.absolute()), name]
            try:
                job.scheduler(self._name).submit(
                    name, words, run.folder.absolute() / "log.txt"
                )
            except BaseException:
                job.remove(run.folder)
                raise
            if job.read(run.folder) is not None:  # not done by now
                job.write(run.folder, job.Job(self._name, name, submitted=True))

    def stop(self, run: Run) -> None:
        """Ask a running job to end within one batch; cancel one that is queued.

        Asked again after half a minute, the job is cancelled: it does not react.

        Raises:
            SchedulerError: The scheduler does not answer; a running job stops
                nevertheless.
            DiskFullError: The request cannot be written.
        """
        ignored = self.can_cancel(run)
        if not (run.folder / "stop").exists():
            store.request_stop(run)
        recorded, status = job.read(run.folder), job.listed(run.folder)
        if recorded is None or status is None or status.phase not in (QUEUED, RUNNING):
            return
        if status.phase != QUEUED and not ignored:
            return
        job.scheduler(self._name).cancel(recorded.name)
        if status.phase == QUEUED:  # nobody else will say so
            last = next(reversed(run.events), None)
            at, step = (last.at, last.step) if last else (0.0, 0)
            ended = Finished(at, step, "stopped", "Stopped while queued.")
            events.append(run.folder / "events.jsonl", ended)
        (run.folder / "stop").unlink(missing_ok=True)
        job.remove(run.folder)

    def can_cancel(self, run: Run) -> bool:
        """Return whether the job was asked to stop over half a minute ago."""
        try:
            requested_at = (run.folder / "stop").stat().st_mtime
        except OSError:
            return False
        return time.time() - requested_at > _REACTION_SECONDS

    def note(self, run: Run) -> str:
        """Return the scheduler, the job's number and what it waits for."""
        return job.note(run.folder)

    def is_starting(self, run: Run) -> bool:
        """Return whether the job imports Keras and reads its data."""
        return job.is_starting(run.folder)


def chosen() -> Launcher:
    """Return the launcher that LOUPE_LAUNCHER names, which starts runs.

    Raises:
        ConfigError: There is none of this name, or it cannot be used here.
    """
    name = settings.launcher()
    return LocalLauncher() if name == "local" else ClusterLauncher(name)


def of(run: Run) -> Launcher:
    """Return the launcher that has a run, which stops it."""
    recorded = job.read(run.folder)
    return LocalLauncher() if recorded is None else ClusterLauncher(recorded.scheduler)


def log_of(run: Run) -> str:
    """Return the last lines that a run's process printed, wherever it runs."""
    try:
        with (run.folder / "log.txt").open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LOG_BYTES))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-_LOG_LINES:])


@contextmanager
def _claimed(run: Run) -> Iterator[None]:
    """Let one process at a time start a run, and only one that is not active.

    Two tabs can ask for the same at the same moment.
    """
    if not store.training_allowed():
        raise TrainingOffError
    try:
        with FileLock(run.folder / "start.lock"):
            job.listed(run.folder)  # an error of its own where nobody knows
            if store.is_active(run):
                raise RunError(f"{run.id} is already {store.state(run)}.")
            (run.folder / "stop").unlink(missing_ok=True)
            yield
    except OSError as error:
        raise DiskFullError(
            f"Cannot write to {run.folder}: {error.strerror}."
        ) from error
