"""The job that works on a run, as job.json in the run's folder names it.

A run with this file belongs to a scheduler: no process of this machine counts. The job
removes the file when it ends by itself, so that a file without a job means that the job
was killed.
"""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from engine import schema
from engine.errors import SchedulerError
from engine.runs.cluster.ray_jobs import RayJobs
from engine.runs.cluster.scheduler import ENDED, QUEUED, RUNNING, Listed, Scheduler
from engine.runs.cluster.slurm import Slurm

SCHEDULERS: Mapping[str, Callable[[], Scheduler]] = {"slurm": Slurm, "ray": RayJobs}

_FILE = "job.json"
_FRESH_SECONDS = 4.0  # a listing is used so long: pages ask each second
_SILENT_SECONDS = 30.0  # nor is one that does not answer asked again sooner
_SUBMITTING_SECONDS = 60.0  # a submission takes at most


@dataclass(frozen=True, slots=True)
class Job:
    """The content of job.json."""

    scheduler: str  # one of SCHEDULERS
    name: str  # of the job
    submitted: bool  # False while the scheduler is being asked

    @property
    def title(self) -> str:
        """The scheduler as a page names it."""
        return scheduler(self.scheduler).title


@cache
def scheduler(name: str) -> Scheduler:
    """Return the scheduler of a name in SCHEDULERS."""
    return SCHEDULERS[name]()


def new_name(run_id: str) -> str:
    """Return the name of a new job for a run."""
    return f"loupe-{run_id}-{secrets.token_hex(2)}"


def write(folder: Path, job: Job) -> None:
    """Write job.json, completely or not at all; an OSError where it cannot be."""
    part = folder / f"{_FILE}.part"
    part.write_text(json.dumps(asdict(job)), encoding="utf-8")
    part.replace(folder / _FILE)


def read(folder: Path) -> Job | None:
    """Return the job of a run's folder; None where no scheduler has it.

    A damaged record is none: the run can then be resumed like one that was killed.
    """
    try:
        text = (folder / _FILE).read_text(encoding="utf-8")
        job = schema.build(Job, schema.from_json(text))
    except (OSError, ValueError):
        return None
    return job if job.scheduler in SCHEDULERS else None


def remove(folder: Path) -> None:
    """Remove job.json: the scheduler no longer has this run."""
    (folder / _FILE).unlink(missing_ok=True)


def begin_attempt(folder: Path) -> None:
    """Mark that the job starts, or starts again; see `is_starting`."""
    if (folder / _FILE).exists():
        (folder / _FILE).touch()


def is_starting(folder: Path) -> bool:
    """Return whether the job has reported nothing since it was submitted or began."""
    return _changed(folder / "events.jsonl") < _changed(folder / _FILE)


def has_saved(folder: Path) -> bool:
    """Return whether the job has saved a state since it was submitted or began."""
    newest = max(map(_changed, folder.glob("state*.h5")), default=0.0)
    return newest > _changed(folder / _FILE)


def listed(folder: Path) -> Listed | None:
    """Return a run's job as its scheduler lists it; None where it has none.

    Raises:
        SchedulerError: The scheduler does not answer.
    """
    job = read(folder)
    if job is None:
        return None
    submitted = _changed(folder / _FILE)
    if not job.submitted and time.time() - submitted < _SUBMITTING_SECONDS:
        return Listed(QUEUED, "being submitted")
    jobs = _listing(job.scheduler).jobs(newer_than=submitted)
    return jobs.get(job.name, Listed(ENDED, ""))


def phase(folder: Path) -> str:
    """Return "queued" or "running" for a run whose job lives; "" for any other.

    A scheduler that does not answer leaves the phase as it was last reported: the job
    probably lives, and a second one must not start beside it.
    """
    try:
        status = listed(folder)
    except SchedulerError:
        return QUEUED if is_starting(folder) else RUNNING
    living = status is not None and status.phase in (QUEUED, RUNNING)
    return status.phase if status is not None and living else ""


def note(folder: Path) -> str:
    """Return what a scheduler says of a run's job: its number, its reason; or ""."""
    job = read(folder)
    try:
        status = listed(folder)
    except SchedulerError as error:
        return str(error)
    if job is None or status is None or not status.note:
        return ""
    return f"{job.title}: {status.note.rstrip('.')}."


class _Listing:
    """The jobs of one scheduler, asked for at most every few seconds."""

    def __init__(self, cluster: Scheduler) -> None:
        """Ask nothing yet."""
        self._scheduler, self._lock = cluster, Lock()
        self._jobs: Mapping[str, Listed] | SchedulerError = {}
        self._at = 0.0  # by the clock, seconds

    def jobs(self, newer_than: float) -> Mapping[str, Listed]:
        """Return a listing made after a moment, by the clock of the runs' folder.

        Raises:
            SchedulerError: The scheduler does not answer, or did not just now.
        """
        with self._lock:
            failed = isinstance(self._jobs, SchedulerError)
            fresh = _SILENT_SECONDS if failed else _FRESH_SECONDS
            # Another machine's clock can be a little off.
            is_older = not failed and self._at < newer_than + _FRESH_SECONDS
            if is_older or not 0 <= time.time() - self._at < fresh:
                try:
                    self._jobs = self._scheduler.jobs()
                except SchedulerError as error:
                    self._jobs = error
                self._at = time.time()
            if isinstance(self._jobs, SchedulerError):
                raise self._jobs
            return self._jobs


@cache
def _listing(name: str) -> _Listing:
    return _Listing(scheduler(name))


def _changed(path: Path) -> float:
    """Return when a file was last written, in seconds by the clock; 0 for never."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
