"""What the tests of pages share: one scan of packages, runs without a process."""

from __future__ import annotations

import os
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from engine.runs import store
from engine.runs.launcher import LocalLauncher


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
