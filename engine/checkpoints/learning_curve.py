"""The learning curve of a published checkpoint: a run's events, thinned out."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from engine.runs import events
from engine.runs.events import Event, Progress

FILE = "events.jsonl"
_REPORTS = 1_000  # of the training loss, at most, plus the last; a chart shows fewer


def published(recorded: Sequence[Event]) -> bytes:
    """Return the file of a curve.

    Reports of the training loss are thinned out: hours of training make megabytes.
    Numbers keep the digits that a chart shows.
    """
    reports = events.progress_of(recorded, "train")
    thinned = {id(event) for event in reports[:: ceil(len(reports) / _REPORTS) or 1]}
    left_out = {id(event) for event in reports[:-1]} - thinned
    kept = [_rounded(event) for event in recorded if id(event) not in left_out]
    return "".join(events.to_line(event) for event in kept).encode()


def _rounded(event: Event) -> Event:
    """Return an event whose numbers have the digits that a chart shows."""
    if not isinstance(event, Progress):
        return event
    return replace(
        event,
        at=round(event.at, 1),
        epoch=round(event.epoch, 3),
        values={name: float(f"{v:.5g}") for name, v in event.values.items()},
        rate=float(f"{event.rate:.3g}"),
        learning_rate=float(f"{event.learning_rate:.4g}"),
    )
