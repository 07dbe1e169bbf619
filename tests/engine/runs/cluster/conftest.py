"""A Slurm cluster of fake commands, and runs that it trains for real."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.runs.cluster import job
from tests.engine.runs.cluster import fake_slurm


@pytest.fixture
def slurm(home, monkeypatch) -> Path:
    """Return the folder of a fake Slurm, which LOUPE_LAUNCHER chooses."""
    folder = home / "slurm"
    folder.mkdir()
    fake_slurm.install(folder)
    monkeypatch.setenv("FAKE_SLURM", str(folder))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LOUPE_LAUNCHER", "slurm")
    # A listing is asked for at every look: these clusters change at once.
    monkeypatch.setattr(job, "_FRESH_SECONDS", 0.0)
    monkeypatch.setattr(job, "_SILENT_SECONDS", 0.0)
    return folder
