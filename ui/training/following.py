"""Following runs: their events as they grow, their log, their place in line."""

from datetime import datetime
from pathlib import Path
from threading import Lock

import streamlit as st

from engine.runs import store
from engine.runs.events import Event, add, from_line
from engine.runs.store import Run
from ui.format import words

_LOG_BYTES = 16_000


class _Tail:
    """Reads a growing file of events, each time only what is new."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._read_bytes = 0
        self._events: list[Event] = []

    def events(self) -> list[Event]:
        """Return all events so far; a line still being written waits."""
        with self._lock:
            try:
                with self._path.open("rb") as file:
                    file.seek(self._read_bytes)
                    whole, newline, _ = file.read().rpartition(b"\n")
            except FileNotFoundError:
                return []
            self._read_bytes += len(whole) + len(newline)
            for line in whole.decode("utf-8", "replace").split("\n"):
                try:
                    add(self._events, from_line(line))
                except ValueError:
                    continue  # torn by a kill
            return list(self._events)


@st.cache_resource(max_entries=60, show_spinner=False)
def _tail(path: str) -> _Tail:
    return _Tail(Path(path))


def events_of(run: Run) -> list[Event]:
    """Return all that a run has said so far, in order; cheap to ask each second."""
    return _tail(str(run.folder / "events.jsonl")).events()


def is_active(run: Run) -> bool:
    """Return whether a run waits or works."""
    return store.process_of(run)[0] is not None


def log_of(run: Run) -> str:
    """Return the last lines of what the run's process printed."""
    try:
        with (run.folder / "log.txt").open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _LOG_BYTES))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-60:])


def place_in_line(run: Run) -> int:
    """Return how many runs come before a waiting one, the working one included."""
    others = [
        other
        for other in store.list_runs()
        if other.id != run.id and store.process_of(other)[0] is not None
    ]
    return sum(
        store.process_of(other)[1] == "running" or other.created < run.created
        for other in others
    )


def label_of(run: Run) -> str:
    """Return what a person calls a run."""
    made = datetime.fromisoformat(run.created)
    return f"{run.title}, {words(run.preset)} · {made:%d %b %H:%M}"
