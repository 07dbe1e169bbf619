"""The runs that are queued or running are found without reading those that ended."""

from __future__ import annotations

import os

from engine.runs import store
from engine.runs.active import active_runs, local_runs
from engine.runs.cluster import job
from tests.contract.tiny import create


def test_only_living_runs_are_found_and_ended_ones_are_not_read(home, monkeypatch):
    ended, killed, here, away = (create("language", "ngrams") for _ in range(4))
    for run in (killed, here):
        store.record_process(run, os.getpid(), "running")
    text = (killed.folder / "process.json").read_text()
    (killed.folder / "process.json").write_text(text.replace(str(os.getpid()), "1"))
    job.write(away.folder, job.Job("slurm", "loupe-a", submitted=True))
    monkeypatch.setattr(job, "phase", lambda folder: "queued")

    read = store.read
    seen = []
    monkeypatch.setattr(store, "read", lambda f: seen.append(f) or read(f))
    assert {run.id for run in active_runs()} == {here.id, away.id}
    assert ended.folder not in seen
    assert local_runs() == [here]


def test_damaged_run_is_passed_over(home):
    run = create("language", "ngrams")
    store.record_process(run, os.getpid(), "running")
    (run.folder / "config.json").write_text("{")
    assert active_runs() == []
