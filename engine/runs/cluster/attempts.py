"""The process of a job: it trains a run, and resumes it where the training was killed.

    python -m engine.runs.cluster.attempts EXPERIMENT RUN_FOLDER JOB

The training is a process of its own, so that a kill of it (out of memory, a lost GPU)
is seen here and answered: it goes on from the last saved state. A cluster that wants
its node back sends a signal. It is passed on, the training saves within one batch, and
the scheduler puts the job back (Slurm: --requeue).
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from engine import settings
from engine.runs.cluster import job
from engine.runs.resuming import in_process, run_words

TRIES = 3  # in a row that end before a new state is saved
INTERRUPTED = 75  # exit status: ended by a signal; to be resumed


class Attempts:
    """The training of one run in one job, as often as it takes."""

    def __init__(self, folder: Path, words: Sequence[str]) -> None:
        """Prepare to train.

        Args:
            folder: The run's.
            words: The command that trains or resumes it.
        """
        self._folder, self._words = folder, words
        self._training: subprocess.Popen[bytes] | None = None
        self._signal = 0  # the signal that ends the job; 0 for none

    def run(self) -> int:
        """Train until the training ends by itself; return the job's exit status."""
        signals = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)
        for number in signals:
            signal.signal(number, self._pass_on)
        failures = 0
        while not self._signal and failures < TRIES:
            saved = _saved(self._folder)
            status = self._attempt()
            if status >= 0 and status != INTERRUPTED:
                return status
            failures = failures + 1 if _saved(self._folder) == saved else 0
        if self._signal == signal.SIGUSR1:
            _queue_again()
        return INTERRUPTED

    def _attempt(self) -> int:
        """Train in a process; return its exit status, negative for a kill."""
        job.begin_attempt(self._folder)
        self._training = subprocess.Popen(self._words, env=_environment())
        if self._signal:  # just before it had a process
            self._training.terminate()
        return self._training.wait()

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        """Ask the training to save and end."""
        self._signal = number
        if self._training is not None:
            self._training.terminate()


def _saved(folder: Path) -> int:
    """Return when the newest state was saved, in nanoseconds; 0 for never."""
    paths = list(folder.glob("state*.h5"))
    return max((path.stat().st_mtime_ns for path in paths), default=0)


def _environment() -> dict[str, str]:
    """Return the variables of the training: no node has to reach the scheduler."""
    threads = str(settings.job_processors())
    return {
        "OMP_NUM_THREADS": threads,
        "TF_NUM_INTRAOP_THREADS": threads,
        **os.environ,
        "LOUPE_LAUNCHER": "local",
        "NO_COLOR": "1",
        "PYTHONUNBUFFERED": "1",
    }


def _queue_again() -> None:
    """Put this job back into Slurm's queue, which announced its time limit."""
    if number := os.environ.get("SLURM_JOB_ID"):
        subprocess.run(["scontrol", "requeue", number], check=False)


def main(words: Sequence[str]) -> int:
    """Train the run of a folder; return the exit status."""
    experiment, folder, name = words
    path = Path(folder)
    words = (*run_words(experiment, path.name), "--job", name)
    return Attempts(path, in_process(words)).run()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
