"""Runs as real processes: found again, queued, stopped, killed, resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from engine.checkpoints import checkpoint
from engine.errors import RunError, TrainingOffError
from engine.runs import events, store
from engine.runs.events import Finished, Started
from engine.runs.launcher import LocalLauncher
from engine.runs.queue import device_turn
from engine.training import worker
from tests.contract.tiny import create, work

PROJECT = Path(__file__).parents[3]
PATIENCE_SECONDS = 240  # for a process that imports Keras on a busy machine


def until(condition, what: str) -> None:
    """Return as soon as `condition` holds; fail after a long while."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(0.05)


@pytest.fixture
def endless(home):
    """Make runs that would go on for hours; end what is left of them."""
    made = []

    def make() -> store.Run:
        # A second between validations is plenty to look at what it does.
        made.append(create("language", "quick", epochs=10_000))
        return made[-1]

    yield make
    for run in made:
        process, _ = store.process_of(run)
        if process is not None:
            process.kill()
            process.wait()


def starts_of(run: store.Run) -> list[Started]:
    """Return the `Started` events of a run."""
    return [event for event in run.events if isinstance(event, Started)]


def seen_by_another_process(run: store.Run) -> str:
    program = (
        "import sys; from engine.runs import store\n"
        "run = store.get(sys.argv[1])\n"
        "print(store.state(run), store.is_active(run))"
    )
    words = [sys.executable, "-c", program, run.id]
    done = subprocess.run(
        words, cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_run_is_found_waited_for_killed_resumed_and_stopped(endless):
    launcher = LocalLauncher()
    first, second = endless(), endless()
    launcher.start(first)
    launcher.start(second)
    with pytest.raises(RunError, match=r"is already (queued|running)"):
        LocalLauncher().start(first)
    with pytest.raises(RunError, match=r"is already (queued|running)"):
        worker.resume(first.id, "language")

    # Found by anyone; the second stands in line as long as the first works.
    until((first.folder / "state.h5").exists, "the first epoch is saved")
    assert seen_by_another_process(first) == "running True"
    assert seen_by_another_process(second) == "queued True"
    with pytest.raises(RunError, match="still running"):
        store.delete(first)
    LocalLauncher().stop(second)
    until(lambda: store.state(second) == "stopped", "the one in line leaves it")
    assert "while queued" in second.events[-1].reason
    assert not store.resumable(second)

    # Killed without a word: dead, and its last state is there to go on from.
    process, _ = store.process_of(first)
    os.kill(process.pid, signal.SIGKILL)
    until(
        lambda: store.state(first) == "interrupted",
        "the killed run is seen as interrupted",
    )
    assert seen_by_another_process(first) == "interrupted False"
    assert store.resumable(first)

    # Resumed: it goes on from that state, in the same file, and takes back what it
    # had said of the steps after it.
    LocalLauncher().start(first)
    until(lambda: len(starts_of(first)) == 2, "the resumed run speaks")
    again = starts_of(first)[-1]
    assert again.step > 0
    assert again.at > 0

    # Stopped: soon, in order, with something to ask and something to go on from.
    launcher.stop(first)
    until(lambda: store.state(first) == "stopped", "the run stops")
    last = first.events[-1]
    assert isinstance(last, Finished)
    assert last.step >= again.step
    assert not (first.folder / "stop").exists()
    assert store.resumable(first)
    assert checkpoint.verify(first.folder / "checkpoint", "language")
    assert "Traceback" not in (first.folder / "log.txt").read_text()
    steps = [event.step for event in events.progress_of(first.events, "train")]
    assert steps == sorted(set(steps))


@pytest.mark.slow
def test_server_may_end_before_the_run(home):
    """A process that starts a run and leaves does not take it along."""
    run = create("language", "ngrams")
    program = (
        "import sys; from engine.runs import store\n"
        "from engine.runs.launcher import LocalLauncher\n"
        "LocalLauncher().start(store.get(sys.argv[1]))"
    )
    words = [sys.executable, "-c", program, run.id]
    subprocess.run(words, cwd=PROJECT, check=True)
    until(lambda: store.state(run) == "done", "the run goes on alone")
    assert checkpoint.verify(run.folder / "checkpoint", "language")


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


def test_dead_run_does_not_block_the_queue(pair):
    first, second = pair
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1)
    store.record_process(first, process.pid, "queued")
    process.kill()
    process.communicate()
    with device_turn(second, lambda: False) as ours:
        assert ours


def test_stop_requested_while_the_process_starts_is_obeyed(home):
    run = create("language", "ngrams")
    store.record_process(run, os.getpid(), "queued")  # as the launcher does
    LocalLauncher().stop(run)

    outcome = work(run)
    assert outcome == "stopped"
    assert not (run.folder / "stop").exists()


def test_stop_left_over_from_an_earlier_process_is_ignored(home):
    run = create("language", "ngrams")
    store.request_stop(run)
    assert work(run) == "done"


def test_public_server_starts_nothing(home, monkeypatch):
    run = create("language", "ngrams")
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    with pytest.raises(TrainingOffError):
        LocalLauncher().start(run)
    with pytest.raises(TrainingOffError):
        create("language", "ngrams")
    assert store.process_of(run) == (None, "")


def test_finished_run_is_not_resumed(home):
    run = create("language", "ngrams")
    assert work(run) == "done"
    with pytest.raises(RunError, match="is done"):
        worker.resume(run.id, "language")


def test_run_of_another_experiment_is_not_resumed(home):
    run = create("language", "ngrams")
    with pytest.raises(RunError, match="a run of “language”, not “images”"):
        worker.resume(run.id, "images")


def test_launcher_does_not_overwrite_the_record_of_a_quick_process(home, monkeypatch):
    run = create("language", "ngrams")

    class Quick:
        """Works before the launcher has noted it."""

        pid = os.getpid()

        def __init__(self, *words, **options):
            store.record_process(run, self.pid, "running")

        def wait(self):
            return 0

    monkeypatch.setattr(subprocess, "Popen", Quick)
    LocalLauncher().start(run)
    assert store.state(run) == "running"
