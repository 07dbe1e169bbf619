"""What a page reads of runs: their events as they grow, their log, their names."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from engine.runs import about
from engine.runs.events import Event, Reader
from engine.runs.published import PublishedRun
from engine.runs.store import Run
from engine.sweeps import groups
from ui.format import words


@st.cache_resource(max_entries=300, show_spinner=False)
def _reader(path: str) -> Reader:
    return Reader(Path(path))


def events_of(run: Run) -> list[Event]:
    """Return all events of a run so far, in order; cheap to call each second."""
    return _reader(str(run.folder / "events.jsonl")).read()


def labels_of(
    runs: Sequence[Run], name: Callable[[Run], str] | None = None
) -> list[str]:
    """Return a different label for each run, in order.

    A chart merges lines of one name: where two runs share a label, each has the end
    of its id, too.

    Args:
        runs: In any order.
        name: From a run to its label; None for `label_of`.
    """
    labels = [(name or label_of)(run) for run in runs]
    return [
        f"{label} ({run.id[-4:]})" if labels.count(label) > 1 else label
        for run, label in zip(runs, labels, strict=True)
    ]


def label_of(run: Run) -> str:
    """Return a run's name in pickers and charts: the user's, or data, preset, start.

    A run of a sweep is called by what sets it apart there.
    """
    if name := about.read(run.folder).name:
        return name
    if settings := groups.title_of(run):
        return f"{run.sweep}: {settings}"
    if isinstance(run, PublishedRun):
        return f"{run.title}, {words(run.id.partition('/')[2])} · included"
    created = datetime.fromisoformat(run.created)
    label = f"{run.title}, {words(run.preset)} · {created:%d %b %H:%M}"
    return f"Imported: {label}" if run.imported else label
