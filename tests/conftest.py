"""What every test stands on: folders of its own, a small text, a trained network."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from engine import registry
from engine.backend.memory import collect_rarely, release_graphs
from tests.contract import sharing, tiny
from tests.contract.watch import trace_quickly

_LAST = 4
_LONG = 60  # characters
_MUCH = 10.0  # seconds of the processor
_freed_at = 0.0
SAMPLE = Path(__file__).parent / "samples" / "lighthouse.txt"


def pytest_make_parametrize_id(val):
    """Name a test after the beginning of a long text: workers send the names around."""
    if isinstance(val, str | bytes) and len(val) > _LONG:
        return f"{val[:_LONG]!r} of {len(val):,}"
    return None


# First: with `-n` a worker reads the groups before any conftest's hook of usual rank.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what takes long, and what one worker does in one go with `-n`, see ./check.

    Tests that share a trained network or the server of the stories stay together, the
    rest file by file. The groups that take longest come first, so that no worker has
    one left at the end.
    """
    groups, ranks = {}, {}
    for item in items:
        if "learned" in item.fixturenames or "views" in item.path.parts:
            item.add_marker(pytest.mark.slow)
        values = item.callspec.params if hasattr(item, "callspec") else {}
        shared = [
            str(values.get(key, "")) for key in ("name", "preset") if "preset" in values
        ]
        if "server" in item.fixturenames:
            shared = ["server"]
        group = "-".join(shared) or item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))
        groups[item] = group
        ranks[group] = min(_rank(item, shared), ranks.get(group, _LAST))
    items.sort(key=lambda item: ranks[groups[item]])


def _rank(item, shared):
    """Return how early a test's group begins, 0 for first."""
    if item.get_closest_marker("browser"):
        return 0
    if shared:
        return 1 if shared[0] == "reading" else 2
    return 3 if item.get_closest_marker("slow") else _LAST


@pytest.fixture(scope="session", autouse=True)
def _never_the_real_folders(tmp_path_factory):
    """Keep every test away from the runs and checkpoints of a person."""
    folder = tmp_path_factory.mktemp("loupe")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_RUNS", str(folder / "runs"))
        patch.setenv("LOUPE_CHECKPOINTS", str(folder / "checkpoints"))
        patch.delenv("LOUPE_TRAINING", raising=False)
        yield


@pytest.fixture(scope="module", autouse=True)
def _earlier_networks_are_freed():
    """Free the networks of earlier files; freeze what is left for Python's collector.

    Streamlit collects after every run of a page, and would walk all that TensorFlow
    and the other packages keep. Where few files did little there is little to free.
    """
    global _freed_at
    if time.process_time() - _freed_at > _MUCH:
        release_graphs()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _freed_at = time.process_time()


@pytest.fixture(scope="module", autouse=True)
def _graphs_are_traced_quickly():
    """Spare the files after the first with TensorFlow what long runs pay for."""
    if "tensorflow" in sys.modules:
        trace_quickly()


@pytest.fixture(scope="session", autouse=True)
def _garbage_is_collected_as_in_the_app():
    """Have Python's collector run as seldom as in the app."""
    collect_rarely()


@pytest.fixture(scope="session", autouse=True)
def _warm_ups_end():
    """Wait for networks that pages load in the background.

    TensorFlow aborts the process where Python ends a thread that is in it.
    """
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("warm-"):
            thread.join()


@pytest.fixture(autouse=True)
def _signals():
    """Put back what a training in this process does to Ctrl-C."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """Empty `runs` and `checkpoints` folders for one test, and no data."""
    for name in ("runs", "checkpoints", "data"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(f"LOUPE_{name.upper()}", str(tmp_path / name))
    return tmp_path


@pytest.fixture(scope="session")
def sample_file() -> Path:
    """A text of 3.4 kB that was written for these tests."""
    return SAMPLE


@pytest.fixture(scope="session")
def sample_text() -> str:
    """The same, read."""
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def learned(tmp_path_factory):
    """Return what a preset learned from the sample, trained at its first asking."""
    kept: dict[tuple[str, str], sharing.Learned] = {}
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers, and of this start of pytest alone
    folder = folder / "learned"
    folder.mkdir(exist_ok=True)

    def ask(name: str, preset: str) -> sharing.Learned:
        if (name, preset) not in kept:
            kept[name, preset] = sharing.learn(name, preset, folder)
        return kept[name, preset]

    return ask


@pytest.fixture(scope="session")
def tiny_checkpoint(learned) -> Path:
    """The folder of a tiny trained LSTM; read it, do not change it."""
    return learned("language", "quick").checkpoint


@pytest.fixture(scope="session")
def tiny_writer(tiny_checkpoint):
    """The loaded tiny LSTM."""
    return registry.get("language").load(tiny_checkpoint)


@pytest.fixture
def shipped(home, tiny_checkpoint) -> Path:
    """The tiny LSTM as the shipped checkpoint “tiny” of this test's own folder."""
    return tiny.ship("language", tiny_checkpoint, "tiny")
