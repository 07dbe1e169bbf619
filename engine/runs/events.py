"""What a run says to everyone else: four kinds of event, one JSON line each.

The command line, a live page and a page opened next week draw the same curve
from the same lines. A resumed run appends to the same file: a second `Started`
carries the step it goes on from, so the x-axis never restarts.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from engine.errors import DiskFullError


@dataclass(frozen=True, slots=True)
class Started:
    """A run, or its continuation, begins."""

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
    """Something the network made or answered at this point of its training."""

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
    """Return what a person at a terminal sees of an event."""
    match event:
        case Started():
            resumed = f", going on from {event.step:,}" if event.step else ""
            return (
                f"{event.total_steps:,} steps, {event.steps_per_epoch:,} an epoch, "
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
            return f"--- wrote ---\n{event.text}\n-------------"
        case Finished():
            return f"{event.outcome} after {event.step:,} steps. {event.reason}".strip()


def from_line(line: str) -> Event:
    """Return the event that `to_line` wrote.

    Raises:
        ValueError: The line is not one of ours.
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


def read(path: Path) -> list[Event]:
    """Return all events of `path` in order; none where there is no file.

    A last line without its newline is a line being written, or one that a kill
    cut off: it is left out.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    # As bytes: a kill may cut a character in two, and a text that a network wrote
    # may hold marks that `splitlines` takes for the end of a line.
    *lines, _ = content.split(b"\n")
    events: list[Event] = []
    for line in lines:
        try:
            add(events, from_line(line.decode()))
        except ValueError:
            continue  # a line torn by a kill, with a resumed run's after it
    return events


def add(said: list[Event], event: Event) -> None:
    """Add an event to what a run has said; a beginning takes back what is undone.

    A killed run goes on from its last state, and says again what it had said of the
    steps after that. Kept, the first telling would fold the curve back on itself.
    """
    if isinstance(event, Started):
        while said and said[-1].step > event.step:
            said.pop()
    said.append(event)


def read_last(path: Path) -> Event | None:
    """Return the last whole event of `path` without reading all before it."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            whole, _, _ = file.read().rpartition(b"\n")
        return from_line(whole.rpartition(b"\n")[2].decode("utf-8"))
    except (OSError, ValueError):
        return None  # no file, nothing in it, or a line torn by a kill


def progress_of(events: Iterable[Event], split: str) -> list[Progress]:
    """Return the Progress events of one split, in order."""
    return [e for e in events if isinstance(e, Progress) and e.split == split]
