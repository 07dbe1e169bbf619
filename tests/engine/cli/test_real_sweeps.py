"""`./loupe sweep` with real processes, which take turns at the device."""

from __future__ import annotations

import re

import pytest

from engine.cli import commands
from engine.runs import process, store
from engine.sweeps import background, groups
from engine.sweeps import sweep as sweeps


@pytest.mark.slow
def test_real_processes_train_a_sweep_through_the_queue(home, sample_file, capsys):
    words = ["sweep", "language", "--own-data", str(sample_file), "--name", "counts"]
    status = commands.main([*words, "--presets", "ngrams", "--set", "order=2,3"])
    out, err = capsys.readouterr()
    assert status == 0, out + err
    assert "2 trainings: 2 done" in out
    (second, first) = store.list_runs()
    assert (first.config["order"], second.config["order"]) == (2, 3)
    assert (first.folder / "checkpoint" / "card.json").exists()
    assert "--order 3" in second.command
    assert first.sweep == second.sweep == "counts"

    # And one that a page resumes, in the background: it claims the sweep itself.
    store.delete(second)
    sweep = sweeps.get("counts")
    background.resume(sweep)
    working, _ = process.of(sweep.folder)
    if working is not None:  # it may have ended on a quick machine
        working.wait(timeout=240)
    assert [store.state(run) for run in sweeps.runs_of(sweep)] == ["done", "done"]
    assert "2 done" in (sweep.folder / "log.txt").read_text("utf-8")


@pytest.mark.slow
def test_real_processes_train_a_search(home, sample_file, capsys):
    words = ["sweep", "language", "--own-data", str(sample_file), "--name", "orders"]
    search = ("--search", "2", "--presets", "ngrams", "--set", "order=2..4")
    status = commands.main([*words, *search])
    out, err = capsys.readouterr()
    assert status == 0, out + err
    assert "2 trainings: 2 done" in out
    runs = sweeps.runs_of(sweeps.get("orders"))
    found = {run.config["order"]: groups.best_loss(run) for run in runs}
    assert len(found) == 2
    assert {*found} < {2, 3, 4}
    trials = (sweeps.get("orders").folder / "optuna.jsonl").read_text("utf-8")
    values = re.findall(r'"values":\[([^\]]+)\]', trials)  # in the order of their ends
    assert sorted(map(float, values)) == pytest.approx(sorted(found.values()))
