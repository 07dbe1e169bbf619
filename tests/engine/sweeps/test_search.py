"""A search: Optuna chooses, prunes by validation, and is taken up again."""

from __future__ import annotations

import os
from statistics import fmean

import pytest

from engine.errors import RunError
from engine.runs import process, store
from engine.sweeps import driver, groups
from engine.sweeps import sweep as sweeps
from engine.sweeps.search import Search
from tests.engine.sweeps.launchers import Instant, Standing, loss_of, report

SEARCH = (
    "--set",
    "dropout=0.1..0.5",
    "units=8..80",
    "precision=float32,mixed_bfloat16",
)


def drive(sweep, launcher) -> bool:
    return driver.drive(sweep, Search, launcher, lambda line: None)


def chosen(sweep) -> list[tuple[float, int, str]]:
    return [
        (r.config["dropout"], r.config["units"], r.config["precision"])
        for r in sweeps.runs_of(sweep)
    ]


def test_settings_are_chosen_within_their_ranges_and_the_same_for_a_seed(made):
    found = []
    for name, trials in (("first", "14"), ("second", "4")):
        sweep = made("--search", trials, "--seeds", "3", *SEARCH, name=name)
        assert drive(sweep, Instant())
        found.append(chosen(sweep))
    assert found[0][:4] == found[1]
    assert len(set(found[0])) == 14
    for dropout, units, precision in found[0]:
        assert 0.1 <= dropout <= 0.5
        assert len(f"{dropout:g}") <= 6  # a command that can be read
        assert type(units) is int
        assert 8 <= units <= 80
        assert precision in ("float32", "mixed_bfloat16")
    assert {r.config["seed"] for r in sweeps.runs_of(sweep)} == {3}
    # The loss grows with dropout: after ten random trials lower values are tried.
    dropouts = [dropout for dropout, _, _ in found[0]]
    assert fmean(dropouts[10:]) < fmean(dropouts[:10]) - 0.03


def test_stopped_search_goes_on_with_its_runs_and_tries_no_more_than_asked(
    made, monkeypatch
):
    sweep, first = made("--search", "4", "--jobs", "2", *SEARCH), Standing()
    monkeypatch.setattr(
        "engine.sweeps.driver.sleep", lambda _: sweeps.stop(sweep, first)
    )
    assert not drive(sweep, first)
    begun = chosen(sweep)
    assert len(begun) == 2

    again = Instant()
    assert drive(sweep, again)
    assert chosen(sweep)[:2] == begun
    assert len(set(chosen(sweep))) == len(again.started) == 4
    assert {r.id for r in first.started} < {r.id for r in again.started}
    assert drive(sweep, again)
    assert len(again.started) == 4


def test_failed_run_is_tried_again_only_on_resume(made):
    sweep = made("--search", "3", *SEARCH)
    broken = Instant(lambda run: "failed" if len(broken.started) == 1 else "done")
    drive(sweep, broken)
    assert len(broken.started) == 3
    again = Instant()
    drive(sweep, again)
    assert [r.id for r in again.started] == [broken.started[0].id]
    assert {store.state(run) for run in sweeps.runs_of(sweep)} == {"done"}


def test_run_that_falls_behind_the_median_is_pruned_and_stays_so(made):
    sweep = made("--search", "7", "--jobs", "1", *SEARCH)
    launcher = Behind(after=5)
    assert drive(sweep, launcher)
    now = sweeps.get("first")
    states = [groups.state_of(now, run) for run in sweeps.runs_of(now)]
    assert states == ["done"] * 5 + ["pruned"] * 2
    assert now.pruned == tuple(run.id for run in launcher.stopped)

    again = Instant()
    assert drive(now, again)
    assert again.started == []


class Behind(Standing):
    """After some good runs each stands still at twice their loss."""

    def __init__(self, after: int) -> None:
        super().__init__(lambda run: report(run, 1, 9.0))
        self.after = after

    def start(self, run: store.Run) -> None:
        if len(self.started) >= self.after:
            super().start(run)
        else:
            self.started.append(run)
            report(run, 3, loss_of(run), "done")


def test_trials_are_json_lines_in_the_folder_of_the_sweep(made):
    sweep = made("--search", "2", *SEARCH)
    drive(sweep, Instant())
    text = (sweep.folder / "optuna.jsonl").read_text("utf-8")
    assert all(line.startswith("{") for line in text.splitlines())
    assert sweeps.runs_of(sweep)[0].id in text


def test_run_that_ended_while_nobody_looked_is_counted_not_started(made, monkeypatch):
    sweep, first = made("--search", "2", "--jobs", "1", *SEARCH), Standing()
    monkeypatch.setattr("engine.sweeps.driver.sleep", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # the process dies, its run does not
        drive(sweep, first)
    (run,) = first.started
    report(run, 2, 1.5, "done")
    again = Instant()
    assert drive(sweep, again)
    assert run.id not in {r.id for r in again.started}
    assert len(again.started) == 1
    text = (sweep.folder / "optuna.jsonl").read_text("utf-8")
    assert '"values":[1.5]' in text


def test_second_process_leaves_the_trials_of_the_first_alone(made):
    sweep = made("--search", "2", *SEARCH)
    process.record(sweep.folder, os.getppid(), "running")
    with pytest.raises(RunError, match="running in another process"):
        drive(sweep, Instant())
    assert not (sweep.folder / "optuna.jsonl").exists()
