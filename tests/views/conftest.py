"""What the tests of pages share: one scan of packages, runs without a process."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from engine.reading.analysis import example
from engine.runs import store
from engine.runs.launcher import LocalLauncher
from tests.contract import tiny
from tests.views.visiting import Warming
from ui import loading


@pytest.fixture(scope="session", autouse=True)
def _packages_are_scanned_once():
    """Read the metadata of all installed packages once, not at every visit.

    Streamlit looks among them for components; a server does so when it starts.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def started(home, monkeypatch) -> list[store.Run]:
    """Return the runs that pages start; their processes are not started."""
    runs: list[store.Run] = []

    def start(_: LocalLauncher, run: store.Run) -> None:
        store.record_process(run, os.getpid(), "queued")
        runs.append(run)

    monkeypatch.setattr(LocalLauncher, "start", start)
    return runs


@pytest.fixture
def ready(monkeypatch):
    """No background import: models are loaded on demand."""
    monkeypatch.setattr(loading, "_warming", lambda name: Warming(alive=False))


@pytest.fixture
def counted(home, learned) -> Path:
    """The sample's n-grams as a shipped checkpoint, with its words."""
    trained = learned("language", "ngrams").checkpoint
    words = {"words.txt": b"lamp\nlit\nthe\n"}
    return tiny.ship("language", trained, "tiny-ngrams", words)


@pytest.fixture(scope="module")
def worked(learned) -> bytes:
    """The worked example of the tiny network, as a checkpoint holds it."""
    from engine.reading.predict import Reader

    trained = learned("reading", "quick").checkpoint
    return example.to_text(example.make(Reader(trained))).encode()


@pytest.fixture
def tiny_reader(home, learned, worked) -> None:
    """A tiny network among the shipped checkpoints, with its worked example."""
    trained = learned("reading", "quick").checkpoint
    tiny.ship("reading", trained, "tiny", {example.FILE: worked})
