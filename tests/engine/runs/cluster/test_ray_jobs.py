"""Runs as Ray Jobs: submitted, queued, stopped, lost with their node."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from engine.checkpoints import checkpoint
from engine.errors import RunError, SchedulerError
from engine.runs import launcher, store, tending
from engine.runs.cluster import job
from tests.contract.tiny import create
from tests.engine.runs.cluster.fake_ray import Cluster, save_state
from tests.engine.runs.waiting import until


def job_of(ray: Cluster, run: store.Run):
    """Return the last job of a run on the cluster."""
    return [each for each in ray.jobs if run.id in str(each.submission_id)][-1]


def test_run_is_trained_by_a_job_and_its_log_and_checkpoint_are_in_its_folder(
    ray, monkeypatch
):
    monkeypatch.setenv("LOUPE_CPUS", "4")
    monkeypatch.setenv("SECRET_TOKEN", "x")
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    until(lambda: store.state(run) == "done", "the job trains the run")
    assert checkpoint.verify(run.folder / "checkpoint", "language")
    assert "done after" in launcher.log_of(run)
    assert job.read(run.folder) is None
    asked = job_of(ray, run).asked
    assert asked["entrypoint_num_cpus"] == 4
    assert asked["entrypoint_num_gpus"] is None
    passed_on = asked["runtime_env"]["env_vars"]
    assert passed_on["LOUPE_RUNS"] == str(store.runs_folder())
    assert "SECRET_TOKEN" not in passed_on
    assert set(ray.addresses) == {"http://127.0.0.1:8265"}
    assert len(ray.addresses) == 1  # one client asks all


def test_cluster_elsewhere_is_found_by_ray_s_own_variable(ray, monkeypatch):
    monkeypatch.setenv("RAY_API_SERVER_ADDRESS", "http://head:8265")
    ray.full = True
    launcher.chosen().start(create("language", "ngrams"))
    assert ray.addresses == ["http://head:8265"]


def test_queued_job_waits_until_it_is_stopped(ray):
    ray.full = True
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    assert store.state(run) == "queued"
    assert launcher.of(run).note(run) == "Ray: waiting for free processors."
    with pytest.raises(RunError, match="is already queued"):
        launcher.chosen().start(run)
    launcher.of(run).stop(run)
    assert store.state(run) == "stopped"
    assert job_of(ray, run).status.value == "STOPPED"


def test_lost_node_is_named_and_the_run_can_be_resumed(ray):
    ray.full = True
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    ray.lose_node(job_of(ray, run).submission_id)
    assert store.state(run) == "interrupted"
    said = "Ray: Job supervisor actor died: the node was terminated."
    assert launcher.of(run).note(run) == said
    launcher.chosen().start(run)
    assert store.state(run) == "queued"


def test_run_that_lost_its_node_is_put_back_where_it_had_saved(ray, monkeypatch):
    ray.full = True
    saved, unsaved = create("language", "ngrams"), create("language", "ngrams")
    for run in (saved, unsaved):
        launcher.chosen().start(run)
        ray.lose_node(job_of(ray, run).submission_id)
    save_state(saved.folder)
    assert [run for run in store.list_runs() if tending.is_lost(run)] == [saved]

    said: list[str] = []
    rounds = iter([None])
    clock = SimpleNamespace(sleep=lambda seconds: next(rounds))
    monkeypatch.setattr(tending, "time", clock)
    with pytest.raises(StopIteration):
        tending.tend(said.append)
    assert said == [f"{saved.id} lost its job and was queued again."]
    assert store.state(saved) == "queued"
    assert not tending.is_lost(saved)

    ray.lose_node(job_of(ray, saved).submission_id)
    store.request_stop(saved)  # the user had asked it to end
    assert not tending.is_lost(saved)
    ray.silent = True
    assert not tending.is_lost(saved)


def test_head_that_does_not_answer_never_makes_a_second_job(ray):
    ray.full = True
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    ray.silent = True
    assert store.state(run) == "queued"
    assert "Failed to connect to Ray" in launcher.of(run).note(run)
    with pytest.raises(SchedulerError, match=r"Failed to connect to Ray.*8265\. Once"):
        launcher.chosen().start(run)
    ray.silent = False  # and is connected to again
    assert launcher.of(run).note(run) == "Ray: waiting for free processors."


def test_run_of_ray_is_not_lost_to_a_server_without_ray(ray, monkeypatch):
    ray.full = True
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    job.scheduler.cache_clear()
    job._listing.cache_clear()
    monkeypatch.setitem(sys.modules, "ray.job_submission", None)
    monkeypatch.setenv("LOUPE_LAUNCHER", "local")
    assert store.state(run) == "queued"
    assert "it is not installed" in launcher.of(run).note(run)
    with pytest.raises(SchedulerError, match="it is not installed"):
        launcher.chosen().start(run)


def test_local_runs_never_import_ray(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray.job_submission", None)
    run = create("language", "ngrams")
    launcher.chosen().start(run)
    until(lambda: store.state(run) == "done", "this machine trains it")
