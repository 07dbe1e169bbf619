"""The device goes to one run at a time, in the order of their making."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from filelock import FileLock

from engine.runs import queue, store
from engine.runs.queue import device_turn
from tests.contract.tiny import create, work


@pytest.fixture
def pair(home):
    """Two runs in the order of their making, both in line."""
    first, second = create("language", "ngrams"), create("language", "ngrams")
    second = replace(second, created=first.created + "9")
    for run in (first, second):
        path = run.folder / "config.json"
        values = json.loads(path.read_text())
        path.write_text(json.dumps(values | {"created": run.created}))
        store.record_process(run, os.getpid(), "queued")
    return first, second


def refusing_after(asked: int):
    """Return a `stop` that says yes once it was asked so often."""
    answers = iter([False] * asked + [True] * 100)
    return lambda: next(answers)


def test_device_goes_to_the_oldest_queued_run(pair):
    first, second = pair
    with device_turn(second, refusing_after(2)) as ours:
        assert not ours
    with device_turn(first, lambda: False) as ours:
        assert ours
        store.record_process(first, os.getpid(), "running")
        # No longer in line, but at work: the next one still waits.
        with device_turn(second, refusing_after(2)) as other:
            assert not other
    with device_turn(second, lambda: False) as ours:
        assert ours


def test_run_far_behind_in_the_queue_looks_less_often(home, monkeypatch):
    runs = [create("language", "ngrams") for _ in range(12)]
    for run in runs:
        store.record_process(run, os.getpid(), "queued")
    slept: list[float] = []
    monkeypatch.setattr(queue, "time", SimpleNamespace(sleep=slept.append))
    with FileLock(store.runs_folder() / ".device.lock"):
        for run in runs:
            with device_turn(run, refusing_after(1)) as ours:
                assert not ours
    assert [round(seconds, 1) for seconds in slept[:3]] == [0.3, 0.6, 0.9]
    assert max(slept) == 3.0


def test_device_that_cannot_be_locked_is_named_as_the_reason(home):
    run = create("language", "quick")
    (store.runs_folder() / ".device.lock").mkdir()
    assert work(run) == "failed"
    assert ".device.lock: Is a directory" in store.get(run.id).events[-1].reason


def test_dead_run_does_not_block_the_queue(pair):
    first, second = pair
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1)
    store.record_process(first, process.pid, "queued")
    process.kill()
    process.communicate()
    with device_turn(second, lambda: False) as ours:
        assert ours
