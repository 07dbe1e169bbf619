"""A sweep on a cluster: every training is a job of its own, submitted at once."""

from __future__ import annotations

import pytest

from engine.cli import commands
from engine.runs import launcher, store
from engine.runs.cluster import job
from engine.sweeps import sweep as sweeps
from engine.sweeps.launching import Launching
from tests.engine.runs.cluster.fake_ray import save_state

pytestmark = pytest.mark.slow


def test_grid_is_trained_as_jobs(slurm, sample_file, capsys, monkeypatch):
    submitted = []
    start = launcher.ClusterLauncher.start

    def counted(self, run: store.Run) -> None:
        start(self, run)
        submitted.append([store.state(r) for r in store.list_runs()])

    monkeypatch.setattr(launcher.ClusterLauncher, "start", counted)
    words = ["sweep", "language", "--own-data", str(sample_file), "--name", "jobs"]
    status = commands.main([*words, "--presets", "ngrams", "--set", "order=2,3,4"])
    out, err = capsys.readouterr()
    assert status == 0, out + err
    assert "3 trainings: 3 done" in out
    assert len(submitted[-1]) == 3  # none waited for another


def test_queued_jobs_of_a_sweep_are_cancelled_with_it(
    slurm, sample_file, monkeypatch, capsys
):
    (slurm / "full").touch()
    monkeypatch.setattr(
        "engine.sweeps.driver.sleep",
        lambda _: sweeps.stop(sweeps.get("jobs"), Launching()),
    )
    words = ["sweep", "language", "--own-data", str(sample_file), "--name", "jobs"]
    assert commands.main([*words, "--presets", "ngrams", "--set", "order=2,3"]) == 1
    assert "2 trainings: 2 stopped" in capsys.readouterr().out


def test_job_that_ray_lost_is_put_back_by_its_sweep(
    ray, sample_file, monkeypatch, capsys
):
    ray.full = True

    def lose(_: float) -> None:
        (run,) = store.list_runs()
        if ray.full:
            save_state(run.folder)
            ray.lose_node(job.read(run.folder).name)
            ray.full = False  # the next job is trained

    monkeypatch.setattr("engine.sweeps.driver.sleep", lose)
    words = ["sweep", "language", "--own-data", str(sample_file), "--name", "jobs"]
    assert commands.main([*words, "--presets", "ngrams", "--set", "order=2"]) == 0
    (run,) = store.list_runs()
    out = capsys.readouterr().out
    assert f"{run.id} lost its job and was queued again." in out
    assert "1 training: 1 done" in out
