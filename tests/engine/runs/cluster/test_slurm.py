"""Runs as jobs of a cluster: submitted, queued, stopped, lost, and never twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest

from engine import settings
from engine.checkpoints import checkpoint
from engine.errors import RunError, SchedulerError, TrainingOffError
from engine.runs import launcher, store
from engine.runs.cluster import job
from engine.runs.queue import device_turn, runs_ahead
from engine.training import worker
from tests.contract.tiny import create
from tests.engine.runs.waiting import until


def options_of(slurm, run) -> dict[str, str]:
    """Return what the job of a run was submitted with."""
    (path,) = slurm.glob(f"loupe-{run.id}-*.job")
    return json.loads(path.read_text())["options"]


def test_run_is_trained_by_a_job_and_its_log_and_checkpoint_are_in_its_folder(slurm):
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    until(lambda: store.state(run) == "done", "the job trains the run")
    assert checkpoint.verify(run.folder / "checkpoint", "language")
    assert "done after" in launcher.log_of(run)
    assert job.read(run.folder) is None
    assert not (run.folder / "process.json").exists()
    asked = options_of(slurm, run)
    assert {"--parsable", "--requeue", "--open-mode"} <= set(asked)
    assert asked["--cpus-per-task"] == "2"
    assert "--gpus" not in asked
    with pytest.raises(RunError, match="is done"):
        worker.resume(run.id, "language")


def test_job_gets_the_processors_and_gpus_of_the_settings(slurm, monkeypatch):
    monkeypatch.setenv("LOUPE_CPUS", "8")
    monkeypatch.setenv("LOUPE_GPUS", "1")
    (slurm / "full").touch()
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    asked = options_of(slurm, run)
    assert (asked["--cpus-per-task"], asked["--gpus"]) == ("8", "1")
    assert asked["--chdir"] == str(settings.PROJECT)


def test_queued_job_is_one_run_to_everybody_until_it_is_stopped(slurm, monkeypatch):
    (slurm / "full").touch()
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    assert store.state(run) == "queued"
    assert launcher.of(run).note(run) == "Slurm: job 2 (Resources)."
    assert runs_ahead(run) == 0
    with pytest.raises(RunError, match="is already queued"):
        launcher.chosen().start(run)
    monkeypatch.setenv("LOUPE_LAUNCHER", "local")  # who has it stays the same
    with pytest.raises(RunError, match="is already queued"):
        launcher.chosen().start(run)
    with pytest.raises(RunError, match="is already queued"):
        worker.resume(run.id, "language")
    with pytest.raises(RunError, match="still queued"):
        store.delete(run)

    launcher.of(run).stop(run)
    assert store.state(run) == "stopped"
    assert run.events[-1].reason == "Stopped while queued."
    assert not list(slurm.glob("*.job"))
    assert not (run.folder / "stop").exists()
    store.delete(run)


def test_job_that_does_not_react_to_stop_can_be_cancelled(slurm):
    run = create("language", "ngrams")
    (slurm / "full").touch()
    launcher.chosen().start(run)
    (path,) = slurm.glob("*.job")
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as hung:
        path.write_text(json.dumps({"pid": hung.pid, "options": {}}))
        asked = launcher.of(run)
        asked.stop(run)
        asked.stop(run)  # a double click
        assert store.state(run) == "running"
        assert not asked.can_cancel(run)
        os.utime(run.folder / "stop", (0, time.time() - 31))
        assert asked.can_cancel(run)
        asked.stop(run)
        assert hung.wait() == -signal.SIGTERM
    assert store.state(run) == "interrupted"
    assert not (run.folder / "stop").exists()


def test_runs_of_a_cluster_do_not_keep_this_machine_waiting(slurm):
    (slurm / "full").touch()
    away, here = create("language", "ngrams"), create("language", "ngrams")
    launcher.chosen().start(away)
    store.record_process(here, os.getpid(), "queued")
    with device_turn(here, lambda: False) as ours:
        assert ours
    assert runs_ahead(here) == 0


def test_refused_submission_says_why_and_leaves_the_run_as_it_was(slurm):
    (slurm / "refusing").touch()
    run = create("language", "ngrams")
    with pytest.raises(SchedulerError, match="failed: Invalid partition name"):
        launcher.chosen().start(run)
    assert store.state(run) == "interrupted"
    (slurm / "refusing").unlink()
    (slurm / "full").touch()
    launcher.chosen().start(run)
    assert store.state(run) == "queued"


def test_silent_scheduler_never_makes_a_second_job(slurm, monkeypatch):
    (slurm / "full").touch()
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    (slurm / "silent").touch()
    assert store.state(run) == "queued"
    assert "Unable to contact slurm controller" in launcher.of(run).note(run)
    for word in ("slurm", "local"):
        monkeypatch.setenv("LOUPE_LAUNCHER", word)
        with pytest.raises(SchedulerError, match="Unable to contact"):
            launcher.chosen().start(run)
    with pytest.raises(SchedulerError, match="Unable to contact"):
        launcher.of(run).stop(run)
    assert (run.folder / "stop").exists()  # a job that runs obeys this by itself
    monkeypatch.setenv("PATH", "/nowhere")
    assert store.state(run) == "queued"
    assert "squeue is not on the PATH" in launcher.of(run).note(run)


def test_lost_job_leaves_an_interrupted_run_for_any_launcher(slurm, monkeypatch):
    (slurm / "full").touch()
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    lost = job.read(run.folder)
    (slurm / f"{lost.name}.job").unlink()
    assert store.state(run) == "interrupted"
    launcher.chosen().start(run)
    assert store.state(run) == "queued"
    # The lost job comes back after all: the run is no longer its own.
    with pytest.raises(RunError, match="no longer belongs to the job"):
        worker.resume(run.id, "language", lost.name)
    assert worker.resume(run.id, "language", job.read(run.folder).name) == run

    (slurm / f"{job.read(run.folder).name}.job").unlink()
    monkeypatch.setenv("LOUPE_LAUNCHER", "local")
    launcher.chosen().start(run)
    until(lambda: store.state(run) == "done", "this machine trains it")
    assert job.read(run.folder) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"scheduler": "pbs", "name": "a", "submitted": true}']
)
def test_damaged_record_is_a_run_that_can_be_resumed(home, text):
    run = create("language", "ngrams")
    (run.folder / "job.json").write_text(text)
    assert store.state(run) == "interrupted"
    assert launcher.of(run).note(run) == ""


def test_submission_that_never_returned_ends(slurm):
    run = create("language", "ngrams")
    path = run.folder / "job.json"
    job.write(run.folder, job.Job("slurm", "loupe-x", submitted=False))
    assert store.state(run) == "queued"
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 61))
    assert store.state(run) == "interrupted"


def test_public_server_submits_nothing(slurm, monkeypatch):
    run = create("language", "ngrams")
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    with pytest.raises(TrainingOffError):
        launcher.chosen().start(run)
    assert not list(slurm.glob("*.job"))


def test_pages_that_look_each_second_ask_slurm_every_few(slurm, monkeypatch):
    monkeypatch.setattr(job, "_FRESH_SECONDS", 4.0)
    asked = []
    listing = job._Listing(job.scheduler("slurm"))
    monkeypatch.setattr(
        listing, "_scheduler", type("Counted", (), {"jobs": lambda: asked.append(1)})
    )
    for _ in range(5):
        listing.jobs(newer_than=0.0)
    assert len(asked) == 1
    listing.jobs(newer_than=time.time())  # submitted after the listing
    assert len(asked) == 2
