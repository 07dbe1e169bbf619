"""A run's learning curve as a file to download."""

import json
from collections.abc import Sequence
from typing import Any

from engine.runs.events import Event, Progress, to_line
from ui.downloads import csv_text, json_text


def curve(events: Sequence[Event], kind: str) -> bytes:
    """Return a run's events as a file.

    Args:
        events: In order.
        kind: "json" for a list of all events, "csv" for one row per report of
            losses, with a column for each metric.
    """
    if kind == "json":
        rows = [json.loads(to_line(event)) for event in events]
        return json_text(rows).encode()
    reports = [event for event in events if isinstance(event, Progress)]
    figures = sorted({name for event in reports for name in event.values})
    head = ["step", "epoch", "seconds", "split", *figures, "rate", "learning_rate"]
    return csv_text([_row(event) for event in reports], head).encode()


def _row(event: Progress) -> dict[str, Any]:
    """Return one report by column."""
    return {
        "step": event.step,
        "epoch": round(event.epoch, 5),
        "seconds": round(event.at, 2),
        "split": event.split,
        "rate": round(event.rate, 1),
        "learning_rate": event.learning_rate,
        **event.values,
    }
