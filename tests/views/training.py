"""What the tests of the Train tab share: a page that is open, runs in any state."""

from __future__ import annotations

import os
from functools import partial

from streamlit.testing.v1 import AppTest

from engine.runs import events, store
from engine.runs.events import Progress, Sample, Started
from tests.views import visiting

visit = partial(visiting.visit, "language", language_tab="Train")


def words_of(test: AppTest) -> str:
    """Return all sentences on the page."""
    kinds = (test.markdown, test.caption, test.info, test.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def train_command(test: AppTest) -> str:
    """Return the command that the form shows for its settings."""
    commands = [code.value.replace(" \\\n ", "") for code in test.code]
    (command,) = [c for c in commands if c.startswith("./loupe train ")]
    return command


def report(run: store.Run, *reported: events.Event) -> store.Run:
    for event in reported:
        events.append(run.folder / "events.jsonl", event)
    return run


def with_curve(run: store.Run) -> store.Run:
    """Give a run the events of a first epoch."""
    train = [
        Progress(s, s, s / 50, "train", {"loss": 4 - s / 50}, 900.0, 0.01)
        for s in range(1, 51)
    ]
    checked = Progress(50.0, 50, 1.0, "validation", {"loss": 3.25})
    sample = Sample(50.0, 50, 1.0, "<b>The</b> lamp & the night")
    return report(run, Started(0.0, 0, 100, 50, 1234), *train, checked, sample)


def active(run: store.Run, phase: str = "running") -> store.Run:
    """Record this test's own process as the run's, before what was reported."""
    store.record_process(run, os.getpid(), phase)
    if (run.folder / "events.jsonl").exists():
        (run.folder / "events.jsonl").touch()
    return run
