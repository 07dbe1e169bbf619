"""A Slurm of fake commands and a fake Ray, which train runs for real."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import settings
from engine.runs.cluster import job
from tests.engine.runs.cluster import fake_slurm
from tests.engine.runs.cluster.fake_ray import Cluster


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


@pytest.fixture
def ray(home, monkeypatch) -> Iterator[Cluster]:
    """Give a fake Ray cluster, which LOUPE_LAUNCHER chooses."""
    cluster = Cluster()
    monkeypatch.setitem(sys.modules, "ray.job_submission", cluster.module())
    monkeypatch.setattr(settings, "find_spec", lambda name: object())
    monkeypatch.setenv("LOUPE_LAUNCHER", "ray")
    monkeypatch.setattr(job, "_FRESH_SECONDS", 0.0)
    monkeypatch.setattr(job, "_SILENT_SECONDS", 0.0)
    job.scheduler.cache_clear()  # its client is of the test before
    job._listing.cache_clear()
    yield cluster
    cluster.wait()
    job.scheduler.cache_clear()
    job._listing.cache_clear()
