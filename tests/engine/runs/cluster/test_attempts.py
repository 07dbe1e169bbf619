"""A job's own process: a killed training goes on, a signal is passed on and obeyed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine import registry
from engine.runs import control, process, store
from engine.runs.cluster import job
from engine.runs.cluster.attempts import INTERRUPTED, TRIES, Attempts
from engine.training import worker
from tests.contract import tiny

# Trainings that only do what the job's process sees of one.
_ONCE_KILLED = """
import os, pathlib, signal, sys
with open("tries", "a") as file: file.write(os.environ["LOUPE_LAUNCHER"] + " ")
if not pathlib.Path("state.h5").exists():
    pathlib.Path("state.h5").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""
_ALWAYS_KILLED = """
import os, signal
with open("tries", "a") as file: file.write("x ")
os.kill(os.getpid(), signal.SIGKILL)
"""
_FAILED = 'open("tries", "a").write("x "); raise SystemExit(1)'
_SIGNALLED = """
import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
os.kill(os.getppid(), signal.{signal})
with open("tries", "a") as file: file.write("x ")
signal.sigwait([signal.SIGTERM])
raise SystemExit(75)
"""


def attempt(folder: Path, program: str) -> tuple[int, int]:
    """Return the exit status of a job of one training, and how often it was tried."""
    code = f"import os; os.chdir({str(folder)!r})\n{program}"
    status = Attempts(folder, [sys.executable, "-c", code]).run()
    return status, len((folder / "tries").read_text().split())


@pytest.fixture(autouse=True)
def _user_signal():
    before = signal.getsignal(signal.SIGUSR1)
    yield
    signal.signal(signal.SIGUSR1, before)


def test_killed_training_goes_on_in_the_same_job(tmp_path):
    assert attempt(tmp_path, _ONCE_KILLED) == (0, 2)
    assert (tmp_path / "tries").read_text() == "local local "


def test_training_that_dies_before_it_saves_is_given_up(tmp_path):
    assert attempt(tmp_path, _ALWAYS_KILLED) == (INTERRUPTED, TRIES)


def test_training_that_failed_by_itself_is_not_tried_again(tmp_path):
    assert attempt(tmp_path, _FAILED) == (1, 1)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGUSR1"])
def test_signal_of_the_cluster_ends_the_training_and_the_job(slurm, tmp_path, name):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLURM_JOB_ID", "7")
        program = _SIGNALLED.replace("{signal}", name)
        assert attempt(tmp_path, program) == (INTERRUPTED, 1)
    # Only the time limit comes without the scheduler's own plan to queue it again.
    assert (slurm / "requeued").exists() == (name == "SIGUSR1")


@pytest.fixture
def run(home) -> store.Run:
    """A run that a job has begun to work on."""
    run = tiny.create("language", "ngrams")
    job.write(run.folder, job.Job("slurm", "loupe-a", submitted=True))
    return run


def train(run: store.Run, notify=lambda line: None) -> str:
    """Train in this process, as the job does; return the outcome."""
    return worker.work(run, registry.get("language"), notify, "loupe-a")


def test_preempted_training_reports_no_end_and_resumes(run, monkeypatch):
    monkeypatch.setattr(job, "phase", lambda folder: "running")

    def leave(line: str) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)  # a cluster may send several

    assert train(run, leave) == "interrupted"
    assert worker.EXIT_STATUS["interrupted"] == INTERRUPTED
    assert store.outcome(run) == ""
    assert store.state(run) == "running"  # what the scheduler says
    assert train(run) == "done"
    assert job.read(run.folder) is None


def test_pause_of_a_job_is_seen_until_its_next_attempt(run, monkeypatch):
    monkeypatch.setattr(job, "phase", lambda folder: "running")
    (run.folder / process.PAUSED).touch()
    assert store.state(run) == "paused"
    control.release(run.folder)
    assert store.state(run) == "running"


def test_stop_that_a_user_asked_for_ends_the_job(run):
    def ask(line: str) -> None:
        store.request_stop(run)
        os.kill(os.getpid(), signal.SIGTERM)

    assert train(run, ask) == "stopped"
    assert store.state(run) == "stopped"
    assert job.read(run.folder) is None


def test_training_without_its_job_ends(run, monkeypatch):
    """The job's process was killed, the job put back: two would write one folder."""
    parents = iter([1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents, 2))
    assert train(run) == "interrupted"


def test_command_of_a_job_names_the_run_and_itself(run, monkeypatch):
    from engine.runs.cluster import attempts

    seen = []

    class Quick:
        def __init__(self, words, env):
            seen.append(words)

        def wait(self):
            return 0

    monkeypatch.setattr(subprocess, "Popen", Quick)
    assert attempts.main(["language", str(run.folder), "loupe-a"]) == 0
    assert seen == [
        (
            *(sys.executable, "-m", "engine", "train", "language"),
            *("--resume", run.id, "--job", "loupe-a"),
        )
    ]
