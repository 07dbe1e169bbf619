"""What a run reports: a few kinds of event, one JSON line each.

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
from typing import Any, BinaryIO, get_args

from engine import schema
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
    validation_counts: Mapping[str, int] = field(default_factory=dict)  # see Fitting


@dataclass(frozen=True, slots=True)
class Progress:
    """Losses and metrics averaged since the last Progress of the same split."""

    at: float  # seconds of training so far, pauses left out
    step: int  # batches seen, from 1
    epoch: float  # passes over the training data, e.g. 1.5
    split: str  # "train", "validation", or the name of a baseline, measured once
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
class LearningRateChanged:
    """The user scaled the learning rate, from the next batch on."""

    at: float
    step: int
    factor: float  # times the schedule's rate


@dataclass(frozen=True, slots=True)
class Paused:
    """The run waits, its state saved, until the user continues or stops it."""

    at: float
    step: int


@dataclass(frozen=True, slots=True)
class Continued:
    """A paused run trains on, or stops."""

    at: float
    step: int


@dataclass(frozen=True, slots=True)
class OneStep:
    """What training on one batch changed; see `engine/training/one_step.py`."""

    at: float
    step: int
    epoch: float
    loss_before: float  # on this batch, nats
    loss_after: float  # on the same batch, with the same dropout
    learning_rate: float
    gradient_norms: Mapping[str, float]  # layer -> norm, after clipping
    weight: str  # the one that is followed: “lstm_1/kernel[3, 17]”
    weight_before: float
    weight_gradient: float
    weight_after: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The run ended; it can be resumed unless the outcome is "done"."""

    at: float
    step: int
    outcome: str  # one of OUTCOMES
    reason: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)


Steering = LearningRateChanged | Paused | Continued | OneStep
Event = Started | Progress | Sample | Steering | Finished
Emit = Callable[[Event], None]

OUTCOMES = ("done", "stopped", "failed")
_LARGEST = 1e15  # of any number in an event
_TAIL_BYTES = 256 * 1024  # no event is longer
_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}


def to_line(event: Event) -> str:
    """Return the event as one line of JSON, newline included."""
    fields = {"event": type(event).__name__, **asdict(event)}
    marks = (",", ":")  # without blanks
    line = json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=marks)
    return line + "\n"


def from_line(line: str) -> Event:
    """Return the event that `to_line` wrote.

    Raises:
        ValueError: The line is not an event.
    """
    fields = schema.from_json(line)
    try:
        kind = _KINDS[fields.pop("event")]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an event: {line[:80]!r}") from error
    event: Event = schema.build(kind, fields)
    _refuse_impossible(event)
    return event


def _refuse_impossible(event: Event) -> None:
    """Raise ValueError for numbers that no training reports; charts divide by them."""
    numbers = [event.at, event.step]
    match event:
        case Started():
            numbers += [event.total_steps, event.steps_per_epoch - 1, event.parameters]
            numbers += event.validation_counts.values()
        case Progress():
            numbers += [event.epoch, event.rate]
            numbers += [0 if abs(v) < _LARGEST else -1 for v in event.values.values()]
        case Sample() | OneStep():
            numbers.append(event.epoch)
        case LearningRateChanged():
            numbers.append(event.factor)
        case Finished() if event.outcome not in OUTCOMES:
            raise ValueError(f"“{event.outcome[:40]}” is not an outcome")
    if not all(0 <= number < _LARGEST for number in numbers):
        raise ValueError("a number is out of range")


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
