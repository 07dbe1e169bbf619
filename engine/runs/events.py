"""What a run reports: four kinds of event, one JSON line each.

The command line, a live page and a page opened next week read the same lines. A
resumed run appends to the same file: its `Started` carries the step that it resumes
from, so that the x-axis never restarts.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from engine.errors import DiskFullError


@dataclass(frozen=True, slots=True)
class Started:
    """A run begins or is resumed."""

    at: float  # seconds of training so far, 0 unless resumed
    step: int  # batches seen so far, 0 unless resumed
    total_steps: int
    steps_per_epoch: int
    parameters: int
    unit: str = "characters"  # what `Progress.rate` counts


@dataclass(frozen=True, slots=True)
class Progress:
    """Losses and metrics averaged since the last Progress of the same split."""

    at: float  # seconds of training so far, pauses left out
    step: int  # batches seen, from 1
    epoch: float  # passes over the training data, e.g. 1.5
    split: str  # "train" or "validation"
    values: Mapping[str, float]  # {"loss": nats, ...}
    rate: float = 0.0  # units (see Started.unit) per second since the last
    learning_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What the network wrote or answered at this point of its training."""

    at: float
    step: int
    epoch: float
    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The run ended; it can be resumed unless the outcome is "done"."""

    at: float
    step: int
    outcome: str  # "done", "stopped" or "failed"
    reason: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)


Event = Started | Progress | Sample | Finished
Emit = Callable[[Event], None]

_TAIL_BYTES = 256 * 1024  # no event is longer
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Started, Progress, Sample, Finished)
}


def to_line(event: Event) -> str:
    """Return the event as one line of JSON, newline included."""
    fields = {"event": type(event).__name__, **asdict(event)}
    return json.dumps(fields, ensure_ascii=False, allow_nan=False) + "\n"


def to_words(event: Event) -> str:
    """Return an event as a terminal shows it."""
    match event:
        case Started():
            resumed = f", resumed at step {event.step:,}" if event.step else ""
            return (
                f"{event.total_steps:,} steps, {event.steps_per_epoch:,} per epoch, "
                f"{event.parameters:,} parameters{resumed}"
            )
        case Progress():
            figures = "  ".join(f"{n} {v:.4f}" for n, v in event.values.items())
            rate = f"  {event.rate:,.0f}/s" if event.rate else ""
            return (
                f"{event.at:8.1f} s  epoch {event.epoch:7.3f}  "
                f"{event.split:10}  {figures}{rate}"
            )
        case Sample():
            return f"--- sample ---\n{event.text}\n--------------"
        case Finished():
            return f"{event.outcome} after {event.step:,} steps. {event.reason}".strip()


def from_line(line: str) -> Event:
    """Return the event that `to_line` wrote.

    Raises:
        ValueError: The line is not an event.
    """
    fields = json.loads(line)
    try:
        kind = _KINDS[fields.pop("event")]
        event: Event = kind(**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an event: {line[:80]!r}") from error
    return event


def append(path: Path, event: Event) -> None:
    """Write the event at the end of `path`, at once and on a line of its own.

    Raises:
        DiskFullError: The line could not be written.
    """
    line = to_line(event).encode()
    try:
        with path.open("a+b") as file:
            if _is_torn(file):
                line = b"\n" + line
            file.write(line)
    except OSError as error:
        raise DiskFullError(f"Cannot write {path.name}: {error.strerror}.") from error


def _is_torn(file: BinaryIO) -> bool:
    """Return whether the file's last line was cut off by a kill or a full disk."""
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


class Reader:
    """Reads a growing file of events, each time only the new lines."""

    def __init__(self, path: Path) -> None:
        """Begin at the start of a file, which need not exist yet."""
        self._path, self._lock = path, Lock()
        self._read_bytes = 0
        self._events: list[Event] = []

    def read(self) -> list[Event]:
        """Return all events so far, in order.

        A last line without its newline is still being written, or was cut off by a
        kill: it is left out.
        """
        with self._lock:
            try:
                with self._path.open("rb") as file:
                    file.seek(self._read_bytes)
                    complete, newline, _ = file.read().rpartition(b"\n")
            except FileNotFoundError:
                return []
            self._read_bytes += len(complete) + len(newline)
            # Split as bytes: a kill can cut a character in two, and a text that a
            # network wrote can hold marks that `splitlines` takes for a line's end.
            for line in complete.split(b"\n"):
                try:
                    _add(self._events, from_line(line.decode()))
                except ValueError:
                    continue  # torn by a kill, with a resumed run's lines after it
            return list(self._events)


def read(path: Path) -> list[Event]:
    """Return all events of a file in order; none where there is no file."""
    return Reader(path).read()


def _add(events: list[Event], event: Event) -> None:
    """Append an event; a `Started` first removes what is trained again after it.

    A killed run resumes from its last saved state and reports the steps after that
    once more. Kept, the first reports would fold the curve back on itself.
    """
    if isinstance(event, Started):
        while events and events[-1].step > event.step:
            events.pop()
    events.append(event)


def read_last(path: Path) -> Event | None:
    """Return the last complete event of `path` without reading all before it."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            complete, _, _ = file.read().rpartition(b"\n")
        return from_line(complete.rpartition(b"\n")[2].decode("utf-8"))
    except (OSError, ValueError):
        return None  # no file, nothing in it, or a line torn by a kill


def progress_of(events: Iterable[Event], split: str) -> list[Progress]:
    """Return the Progress events of one split, in order."""
    return [e for e in events if isinstance(e, Progress) and e.split == split]
