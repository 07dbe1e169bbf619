"""Ray Jobs, by Ray's own client, over HTTP.

The one module besides `download` that opens a connection, and only where LOUPE_LAUNCHER
is ray, or a run's record says that Ray has it. RAY_API_SERVER_ADDRESS is the address
of the cluster, as for Ray's own commands. Ray has no authentication unless it was
switched on: whoever reaches that address runs commands on the cluster.
"""

import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from engine import settings
from engine.errors import SchedulerError
from engine.runs.cluster.scheduler import ENDED, LOST, QUEUED, RUNNING, Listed

T = TypeVar("T")

_ADDRESS = "http://127.0.0.1:8265"  # of a cluster on this machine
_GRACE_SECONDS = 60  # from a polite end to a kill, to save; Ray gives 3
_PASSED_ON = ("LOUPE_", "KERAS_")  # beginnings of variables
_PHASES = {"PENDING": QUEUED, "RUNNING": RUNNING, "FAILED": LOST}
# What a page says after “Queued.”; the job may have begun since it looked.
_NOTES = {QUEUED: "waiting for free processors", RUNNING: ""}


class RayJobs:
    """The cluster at RAY_API_SERVER_ADDRESS."""

    title = "Ray"

    def __init__(self) -> None:
        """Connect to nothing yet."""
        self._client: Any = None

    def submit(self, name: str, words: Sequence[str], log: Path) -> None:
        """Queue a command as a job; see `Scheduler.submit`."""
        place = shlex.quote(str(settings.PROJECT))
        output = shlex.quote(str(log))
        command = f"cd {place} && exec {shlex.join(words)} >> {output} 2>&1"
        passed_on = {n: v for n, v in os.environ.items() if n.startswith(_PASSED_ON)}
        passed_on["RAY_JOB_STOP_WAIT_TIME_S"] = str(_GRACE_SECONDS)
        self._ask(
            lambda client: client.submit_job(
                entrypoint=command,
                submission_id=name,
                runtime_env={"env_vars": passed_on},
                entrypoint_num_cpus=settings.job_processors(),
                entrypoint_num_gpus=settings.job_gpus() or None,
            )
        )

    def jobs(self) -> Mapping[str, Listed]:
        """Return all jobs that the cluster remembers, ended ones with their reason."""
        listed = {}
        for each in self._ask(lambda client: client.list_jobs()):
            phase = _PHASES.get(str(getattr(each.status, "value", each.status)), ENDED)
            lines = str(each.message or "").strip().splitlines()
            note = lines[0] if phase == LOST and lines else _NOTES.get(phase, phase)
            listed[str(each.submission_id)] = Listed(phase, note)
        return listed

    def cancel(self, name: str) -> None:
        """End a job, queued or running."""
        self._ask(lambda client: client.stop_job(name))

    def _ask(self, question: Callable[[Any], T]) -> T:
        """Return the cluster's answer.

        Raises:
            SchedulerError: It gives none, or Ray is not installed.
        """
        try:
            if self._client is None:
                self._client = _connect()
            return question(self._client)
        except ModuleNotFoundError as error:
            why = "it is not installed; LOUPE_LAUNCHER=ray ./loupe installs it"
            raise SchedulerError("Ray", why) from error
        except Exception as error:  # Ray and requests have many kinds
            self._client = None
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise SchedulerError("Ray", lines[0]) from error


def _connect() -> Any:
    """Return a client of the cluster; it asks for the cluster's version at once."""
    from ray.job_submission import JobSubmissionClient

    return JobSubmissionClient(os.environ.get("RAY_API_SERVER_ADDRESS") or _ADDRESS)
