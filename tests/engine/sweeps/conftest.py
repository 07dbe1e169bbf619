"""Sweeps of the tiny experiment, planned as the command line plans them."""

from __future__ import annotations

import pytest

from engine.cli import sweeping
from engine.cli.options import parse
from engine.sweeps import sweep as sweeps
from engine.sweeps.sweep import Sweep


@pytest.fixture
def planned(home, sample_file):
    """Return a function from the words of `./loupe sweep language` to the sweep."""

    def plan(*words: str, name: str = "first") -> Sweep:
        own = ("--own-data", str(sample_file), "--name", name)
        return sweeping.planned(parse(["sweep", "language", *own, *words]))

    return plan


@pytest.fixture
def made(planned, monkeypatch):
    """Return a function that makes the sweep's folder, too; nothing waits."""
    monkeypatch.setattr("engine.sweeps.driver._POLL_SECONDS", 0.0)

    def make(*words: str, name: str = "first") -> Sweep:
        sweep = planned(*words, name=name)
        sweeps.create(sweep)
        return sweep

    return make
