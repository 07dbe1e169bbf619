"""A run's curve as a file that a person takes away."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from engine.runs.events import Event, Progress, to_line


def curve(events: Sequence[Event], kind: str) -> bytes:
    """Return a run's events as a file.

    Args:
        events: In order.
        kind: "json" for a list of all events, "csv" for one row per report of a
            loss, with a column for each figure.
    """
    if kind == "json":
        rows = [json.loads(to_line(event)) for event in events]
        return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
    reports = [event for event in events if isinstance(event, Progress)]
    figures = sorted({name for event in reports for name in event.values})
    head = ["step", "epoch", "seconds", "split", *figures, "rate", "learning_rate"]
    file = io.StringIO()
    writer = csv.DictWriter(file, head, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(event) for event in reports)
    return file.getvalue().encode()


def _row(event: Progress) -> dict[str, Any]:
    """Return one report by column; a figure it does not have stays empty."""
    return {
        "step": event.step,
        "epoch": round(event.epoch, 5),
        "seconds": round(event.at, 2),
        "split": event.split,
        "rate": round(event.rate, 1),
        "learning_rate": event.learning_rate,
        **event.values,
    }
