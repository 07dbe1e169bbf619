"""What a user asks of a run while it trains, and what is refused in a sentence."""

from __future__ import annotations

import os

import pytest

from engine.errors import DiskFullError, RunError, TrainingOffError
from engine.runs import control, process, store
from engine.runs.cluster import job
from engine.runs.control import Control
from engine.runs.queue import runs_ahead
from tests.contract.tiny import create


@pytest.fixture
def running(home) -> store.Run:
    run = create("language", "quick")
    store.record_process(run, os.getpid(), "running")
    return run


def paused(run: store.Run) -> store.Run:
    (run.folder / process.PAUSED).touch()
    return run


def test_requests_add_up_and_a_new_process_keeps_the_learning_rate(running):
    control.pause(running)
    control.scale_learning_rate(running, 0.25)
    paused(running)
    control.take_step(running, 7)
    control.take_step(running, 7)  # a second tab, or a double click
    assert control.read(running.folder) == Control(True, 7, 0.25)
    control.release(running.folder)
    assert control.read(running.folder) == Control(learning_rate_factor=0.25)
    assert store.state(running) == "running"


@pytest.mark.parametrize("factor", [0.0, 0.009, 101, -1, float("nan"), float("inf")])
def test_factor_out_of_bounds_is_refused(running, factor):
    with pytest.raises(RunError, match="between"):
        control.scale_learning_rate(running, factor)
    assert control.read(running.folder) == Control()


def test_only_what_fits_the_state_is_asked(running):
    with pytest.raises(RunError, match="is running, not paused"):
        control.take_step(running, 0)
    with pytest.raises(RunError, match="is paused, not running"):
        control.pause(paused(running))
    (running.folder / "process.json").unlink()
    assert store.state(running) == "interrupted"  # killed while it was paused
    for ask in (control.pause, control.go_on):
        with pytest.raises(RunError, match="is interrupted"):
            ask(running)


def test_what_has_no_batches_and_a_server_without_training_refuse(running, monkeypatch):
    for name, preset in (("language", "ngrams"), ("images", "transfer")):
        run = create(name, preset)
        store.record_process(run, os.getpid(), "running")
        with pytest.raises(RunError, match="not trained in batches"):
            control.pause(run)
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    with pytest.raises(TrainingOffError):
        control.pause(running)


def test_request_that_cannot_be_written_says_so(running):
    (running.folder / f"{control.FILE}.part").mkdir()
    with pytest.raises(DiskFullError, match="Cannot write"):
        control.pause(running)


def test_job_of_a_cluster_pauses_like_a_process(running, monkeypatch):
    (running.folder / "process.json").unlink()
    job.write(running.folder, job.Job("slurm", "loupe-job", True))
    monkeypatch.setattr(job, "phase", lambda folder: "running")
    control.pause(running)
    assert store.state(paused(running)) == "paused"
    monkeypatch.setattr(job, "phase", lambda folder: "queued")  # put back
    assert store.state(running) == "queued"


def test_queued_run_counts_a_paused_one_ahead(running):
    second = create("language", "quick")
    store.record_process(second, os.getpid(), "queued")
    assert runs_ahead(second) == 1
    paused(running)
    assert runs_ahead(second) == 1
