"""What a page reads of runs: their events as they grow, their log, their names."""

from datetime import datetime
from pathlib import Path

import streamlit as st

from engine.runs.events import Event, Reader
from engine.runs.store import Run
from ui.format import words

_LOG_BYTES = 16_000
_LOG_LINES = 60


@st.cache_resource(max_entries=60, show_spinner=False)
def _reader(path: str) -> Reader:
    return Reader(Path(path))


def events_of(run: Run) -> list[Event]:
    """Return all events of a run so far, in order; cheap to call each second."""
    return _reader(str(run.folder / "events.jsonl")).read()


def log_of(run: Run) -> str:
    """Return the last lines that the run's process printed."""
    try:
        with (run.folder / "log.txt").open("rb") as file:
            size_bytes = file.seek(0, 2)
            file.seek(max(0, size_bytes - _LOG_BYTES))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-_LOG_LINES:])


def label_of(run: Run) -> str:
    """Return a run's name in pickers and charts: data, preset and start."""
    created = datetime.fromisoformat(run.created)
    return f"{run.title}, {words(run.preset)} · {created:%d %b %H:%M}"
