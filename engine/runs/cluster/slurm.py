"""Slurm, by its own commands: sbatch, squeue, scancel.

What else a job asks for is set by Slurm's variables, such as SBATCH_PARTITION,
SBATCH_TIMELIMIT and SBATCH_ACCOUNT, which sbatch reads by itself.
"""

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine import settings
from engine.errors import SchedulerError
from engine.runs.cluster.scheduler import QUEUED, RUNNING, Listed

_PATIENCE_SECONDS = 15  # for a command; a busy controller takes its time
_NOTICE_SECONDS = 120  # before the time limit, to save and be queued again
_WAITING = (
    *("PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED"),
    *("RESV_DEL_HOLD", "SPECIAL_EXIT"),
)


class Slurm:
    """The cluster whose commands are on the PATH."""

    title = "Slurm"

    def submit(self, name: str, words: Sequence[str], log: Path) -> None:
        """Queue a command with sbatch; see `Scheduler.submit`."""
        options = [
            *("--parsable", "--requeue", "--open-mode=append", "--nodes=1"),
            f"--job-name={name}",
            f"--chdir={settings.PROJECT}",
            f"--output={str(log).replace('%', '%%')}",  # % begins a pattern
            # Only to the command itself, which passes it on (see attempts.py).
            f"--signal=B:USR1@{_NOTICE_SECONDS}",
            f"--cpus-per-task={settings.job_processors()}",
        ]
        if gpus := settings.job_gpus():
            options.append(f"--gpus={gpus}")
        # Without exec the shell would get the signal, and not pass it on.
        _run("sbatch", *options, f"--wrap=exec {shlex.join(words)}")

    def jobs(self) -> Mapping[str, Listed]:
        """Return the user's jobs that wait or run; Slurm lists no others for long."""
        lines = _run("squeue", "--me", "--noheader", "--format=%j|%T|%A|%r")
        listed = {}
        for line in lines.splitlines():
            name, state, number, reason = line.strip().rsplit("|", 3)
            why = f" ({reason})" if reason not in ("None", "") else ""
            phase = QUEUED if state in _WAITING else RUNNING
            listed[name] = Listed(phase, f"job {number}{why}")
        return listed

    def cancel(self, name: str) -> None:
        """End a job with scancel."""
        _run("scancel", f"--name={name}")


def _run(command: str, *options: str) -> str:
    """Return what a command of Slurm's prints.

    Raises:
        SchedulerError: It fails, is not here or takes too long.
    """
    try:
        done = subprocess.run(
            [command, *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_SECONDS,
        )
    except FileNotFoundError as error:
        raise SchedulerError("Slurm", f"{command} is not on the PATH") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SchedulerError("Slurm", f"{command} does not answer") from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise SchedulerError("Slurm", said[-1].removeprefix(f"{command}: error: "))
    return done.stdout
