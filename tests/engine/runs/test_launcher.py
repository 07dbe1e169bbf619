"""Runs as real processes: found again, queued, stopped, killed, resumed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.checkpoints import checkpoint
from engine.errors import RunError, TrainingOffError
from engine.runs import control, events, store
from engine.runs.events import Finished, Paused, Started
from engine.runs.launcher import LocalLauncher
from engine.training import worker
from tests.contract.tiny import create, work
from tests.engine.runs.waiting import until

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def endless(home):
    """Make runs that would go on for hours; end what is left of them."""
    made = []

    def make() -> store.Run:
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


def assert_leaves_the_queue(run: store.Run) -> None:
    LocalLauncher().stop(run)
    until(lambda: store.state(run) == "stopped", "the one in line leaves it")
    assert "while queued" in run.events[-1].reason
    assert not store.resumable(run)


def step_of_a_pause(run: store.Run) -> int:
    """Pause a run: it is alive, and its state is saved at this very step."""
    control.pause(run)
    until(lambda: store.state(run) == "paused", "the run pauses")
    assert seen_by_another_process(run) == "paused True"
    with pytest.raises(RunError, match="still paused"):
        store.delete(run)
    until(lambda: isinstance(run.events[-1], Paused), "the pause is reported")
    return run.events[-1].step


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

    until((first.folder / "state.h5").exists, "the first epoch is saved")
    assert seen_by_another_process(first) == "running True"
    assert seen_by_another_process(second) == "queued True"
    with pytest.raises(RunError, match="still running"):
        store.delete(first)
    assert_leaves_the_queue(second)

    paused = step_of_a_pause(first)

    # Killed without a word: dead, and its last state is there to go on from.
    process, _ = store.process_of(first)
    os.kill(process.pid, signal.SIGKILL)
    until(lambda: store.state(first) == "interrupted", "the killed run is seen so")
    assert seen_by_another_process(first) == "interrupted False"
    assert store.resumable(first)

    LocalLauncher().start(first)
    until(lambda: len(starts_of(first)) == 2, "the resumed run speaks")
    assert starts_of(first)[-1].step == paused
    # Stopped: soon, in order, with something to ask and something to go on from.
    launcher.stop(first)
    until(lambda: store.state(first) == "stopped", "the run stops")
    assert_stopped_in_order(first, paused)


def assert_stopped_in_order(run: store.Run, at_least: int) -> None:
    last = run.events[-1]
    assert isinstance(last, Finished)
    assert last.step >= at_least
    assert not (run.folder / "stop").exists()
    assert store.resumable(run)
    assert checkpoint.verify(run.folder / "checkpoint", "language")
    assert "Traceback" not in (run.folder / "log.txt").read_text()
    steps = [event.step for event in events.progress_of(run.events, "train")]
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
