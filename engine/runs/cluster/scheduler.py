"""What Loupe asks of a cluster's scheduler, and of nothing else on the cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

QUEUED, RUNNING = "queued", "running"
ENDED, LOST = "ended", "lost"  # LOST: by the cluster, not by the job or a user


@dataclass(frozen=True, slots=True)
class Listed:
    """A job as its scheduler lists it."""

    phase: str  # QUEUED, RUNNING, ENDED or LOST
    note: str  # what the scheduler says of it, such as "job 1234 (Resources)"


class Scheduler(Protocol):
    """Submits jobs, lists them, cancels them."""

    title: str  # as a page names it

    def submit(self, name: str, words: Sequence[str], log: Path) -> None:
        """Queue a command; its output is appended to `log`.

        Args:
            name: Of the job; no two have the same.
            words: The command, which runs in the project's folder.
            log: A file in a folder that every node sees.

        Raises:
            SchedulerError: The scheduler refuses it or does not answer.
        """
        ...

    def jobs(self) -> Mapping[str, Listed]:
        """Return the jobs of this user that it still knows, by name.

        Raises:
            SchedulerError: It does not answer.
        """
        ...

    def cancel(self, name: str) -> None:
        """End a job, queued or running.

        Raises:
            SchedulerError: It does not answer.
        """
        ...
