"""`ray.job_submission` of a cluster of one node that is this machine.

A submitted entrypoint really runs, by a shell. `Cluster` is what a test can do to it.
"""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any


class JobStatus(str, Enum):  # noqa: UP042 as Ray's own
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    STOPPED = "STOPPED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass
class JobDetails:
    submission_id: str | None
    message: str = ""
    fixed: JobStatus | None = None
    process: subprocess.Popen[bytes] | None = None
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> JobStatus:
        if self.fixed is not None:
            return self.fixed
        code = self.process.poll()
        if code is None:
            return JobStatus.RUNNING
        return JobStatus.FAILED if code else JobStatus.SUCCEEDED


class Cluster:
    """A head that answers at one address, and its one node."""

    def __init__(self) -> None:
        # A driver that a notebook connected has no submission id.
        self.jobs: list[JobDetails] = [JobDetails(None, fixed=JobStatus.RUNNING)]
        self.addresses: list[str] = []
        self.full = self.silent = False

    def wait(self) -> None:
        """Wait for the processes of all jobs."""
        for job in self.jobs:
            if job.process is not None:
                job.process.wait()

    def lose_node(self, name: str) -> None:
        """Kill all of a job's processes, as a node does that goes."""
        job = self.job(name)
        if job.process is not None:
            os.killpg(job.process.pid, signal.SIGKILL)
            job.process.wait()
        job.fixed = JobStatus.FAILED
        job.message = "Job supervisor actor died: the node was terminated.\nTrace"

    def job(self, name: str) -> JobDetails:
        return next(job for job in self.jobs if job.submission_id == name)

    def client(self, address: str) -> JobSubmissionClient:
        self.addresses.append(address)
        return JobSubmissionClient(self)

    def module(self) -> ModuleType:
        """Return the module that `from ray.job_submission import …` reads."""
        module = ModuleType("ray.job_submission")
        module.JobSubmissionClient = self.client
        return module


class JobSubmissionClient:
    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._answer()

    def submit_job(self, *, entrypoint: str, submission_id: str, **asked: Any) -> str:
        self._answer()
        job = JobDetails(submission_id, asked=asked)
        self._cluster.jobs.append(job)
        if self._cluster.full:
            job.fixed, job.message = JobStatus.PENDING, "It may be waiting"
            return submission_id
        job.process = subprocess.Popen(
            ["/bin/sh", "-c", entrypoint],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **asked["runtime_env"]["env_vars"]},
        )
        return submission_id

    def list_jobs(self) -> list[JobDetails]:
        self._answer()
        return self._cluster.jobs

    def stop_job(self, name: str) -> bool:
        self._answer()
        job = self._cluster.job(name)
        if job.process is not None and job.process.poll() is None:
            os.killpg(job.process.pid, signal.SIGTERM)
        job.fixed = JobStatus.STOPPED
        return True

    def _answer(self) -> None:
        if self._cluster.silent:
            self._cluster.addresses.append("silent")
            raise ConnectionError(
                "Failed to connect to Ray at address: http://127.0.0.1:8265.\nTrace"
            )


def save_state(folder: Path) -> None:
    """Leave a state as a run's job saves it a second after its submission."""
    submitted = (folder / "job.json").stat().st_mtime
    (folder / "state.h5").touch()
    os.utime(folder / "state.h5", (submitted, submitted + 1))
