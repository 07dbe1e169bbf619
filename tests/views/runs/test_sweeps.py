"""A sweep on the Runs page: chosen, read as one experiment, stopped, published."""

from __future__ import annotations

import os
import shlex
from functools import partial

import pytest

from engine.cli.options import parse
from engine.runs import events, process, store
from engine.runs.events import Finished, LearningRateChanged, Progress, Started
from engine.runs.launcher import LocalLauncher
from engine.sweeps import background, driver
from engine.sweeps import sweep as sweeps
from engine.sweeps.grid import Grid
from engine.sweeps.sweep import Sweep
from tests.contract import tiny
from tests.engine.sweeps.launchers import Instant
from tests.views import visiting

visit = partial(visiting.visit, "runs")
MEAN = "Mean of best validation loss (nats)"


@pytest.fixture
def trained(home):
    """Return a function that trains a sweep of Shakespeare in no time."""

    def train(name: str = "first", launcher: Instant | None = None, **changes: object):
        values = {
            "name": name,
            "experiment": "language",
            "presets": ("quick",),
            "seeds": (0, 1, 2),
            "settings": {"dropout": (0.4, 0.2), "units": (8,)},
            "source": "shakespeare",
            "own_data": "",
            "jobs": 2,
            "created": "2026-11-29T09:00:00",
        }
        sweep = Sweep(**{**values, **changes})
        sweeps.create(sweep)
        driver.drive(sweep, Grid, launcher or Instant(), lambda line: None)
        return sweep

    return train


def test_part_of_a_sweeps_curves_is_zoomed_to_and_back_and_in_the_link(trained) -> None:
    trained()
    test = visit(runs_sweep="first", runs_from_epoch="1.25", runs_to_epoch="1.75")
    assert test.number_input(key="runs_from_epoch").value == 1.25
    test.button(key="runs_sweep_chart_whole").click().run()
    assert not test.exception
    assert test.number_input(key="runs_from_epoch").value is None
    assert set(test.query_params) == {"runs_sweep"}
    drags = [caption for caption in test.caption if "Drag across" in caption.value]
    assert len(drags) == 1


def test_page_without_a_sweep_is_as_calm_as_before(home) -> None:
    Instant().start(tiny.create("language", "quick"))
    test = visit()
    assert "runs_sweep" not in {box.key for box in test.selectbox}
    assert "Sweep" not in test.dataframe[0].value


def test_link_to_a_sweep_where_there_is_none_says_so(home) -> None:
    Instant().start(tiny.create("language", "quick"))
    (said,) = visit(runs_sweep="first").warning
    assert said.value.startswith("The link names “first”, which is not available here.")
    assert said.value.endswith("Shown instead: All runs.")


def test_sweep_is_chosen_and_its_runs_stand_together(trained) -> None:
    trained()
    other = tiny.create("language", "quick")
    Instant().start(other)
    test = visit()
    everything = test.dataframe[0].value
    assert list(everything["Sweep"].isna()) == [True, *[False] * 6]
    assert "first: dropout 0.4, seed 1" in list(everything["Name"])

    test.selectbox(key="runs_sweep").set_value("first").run()
    assert not test.exception
    groups, runs = (frame.value for frame in test.dataframe)
    assert list(groups["dropout"]) == ["0.2", "0.4"]  # the best first
    assert list(groups[MEAN]) == pytest.approx([1.21, 1.41])
    assert list(groups["Standard deviation"]) == pytest.approx([0.01, 0.01])
    assert list(groups["n"]) == [3, 3]
    assert list(groups["Best single run"]) == pytest.approx([1.2, 1.4])
    assert list(groups["Runs"]) == ["3 done", "3 done"]
    assert other.id not in list(runs["Run"])
    assert len(runs) == 6
    assert len(test.get("echarts_chart")) == 1
    (chart,) = test.get("plotly_chart")
    assert "parcoords" in chart.proto.spec
    assert test.query_params["runs_sweep"] in ("first", ["first"])


class Accurate(Instant):
    """Reports an accuracy beside the loss."""

    def start(self, run: store.Run) -> None:
        path = run.folder / "events.jsonl"
        events.append(path, Started(0.0, 0, 20, 10, 99))
        accuracy = 0.9 - 0.01 * run.config["seed"] - 0.1 * (run.config["epochs"] == 1)
        for step, value in ((10, 0.5), (20, accuracy)):
            figures = {"loss": 1 - value, "accuracy": value}
            events.append(path, Progress(1.0, step, step / 10, "validation", figures))
        events.append(path, Finished(1.0, 20, "done"))


def test_other_metric_is_chosen_and_more_of_it_is_better(trained) -> None:
    changes = {"experiment": "images", "source": "cifar10"}
    trained("photos", Accurate(), settings={"epochs": (1, 2)}, **changes)
    test = visit(runs_sweep="photos")
    test.selectbox(key="runs_metric").set_value("accuracy").run()
    assert not test.exception
    table = test.dataframe[0].value
    (mean,) = (name for name in table.columns if name.startswith("Mean of best"))
    assert mean.endswith("(%)")
    assert list(table["epochs"]) == ["2", "1"]
    assert list(table[mean]) == pytest.approx([89.0, 79.0])
    assert test.query_params["runs_metric"] in ("accuracy", ["accuracy"])


def test_publish_command_has_the_lowest_seed_first_and_is_understood(trained) -> None:
    sweep = trained()
    test = visit(runs_sweep="first")
    command = test.code[0].value.replace("\\\n", "")  # as a shell reads it
    seeds = {run.id: run.config["seed"] for run in sweeps.runs_of(sweep)}
    options = parse(shlex.split(command)[1:])
    assert options.name == "first-dropout-0-2"  # the best setting
    assert [seeds[i] for i in (options.run, *options.other_seeds)] == [0, 1, 2]

    test.selectbox(key="runs_publish").set_value("dropout 0.4").run()
    assert "first-dropout-0-4" in test.code[0].value


def test_single_seeds_have_no_spread_and_nothing_to_publish_together(trained) -> None:
    trained("single", seeds=(0,))
    test = visit(runs_sweep="single")
    table = test.dataframe[0].value
    assert list(table.columns) == ["dropout", "Best validation loss (nats)", "State"]
    assert list(table["State"]) == ["done", "done"]
    assert not [code for code in test.code if "publish" in code.value]


def test_sweep_that_ended_early_says_how_it_goes_on(trained, monkeypatch) -> None:
    trained(launcher=Instant(lambda r: "failed" if r.config["seed"] else "done"))
    test = visit(runs_sweep="first")
    assert any("2 done, 4 failed" in each.value for each in test.markdown)
    assert "./loupe sweep --resume first" in [code.value for code in test.code]
    assert "runs_stop_sweep_first" not in {button.key for button in test.button}
    resumed: list[str] = []
    monkeypatch.setattr(background, "resume", lambda sweep: resumed.append(sweep.name))
    test.button(key="runs_resume_sweep_first").click().run()
    assert not test.exception
    assert resumed == ["first"]


def test_active_sweep_is_stopped_with_all_its_runs(trained, monkeypatch) -> None:
    sweep = trained()
    stopped: list[str] = []
    monkeypatch.setattr(LocalLauncher, "stop", lambda _, run: stopped.append(run.id))
    run = sweeps.runs_of(sweep)[0]
    for folder in (sweep.folder, run.folder):
        process.record(folder, os.getpid(), "running")
    test = visit(runs_sweep="first")
    assert any("5 done, 1 running" in each.value for each in test.markdown)
    assert not [code for code in test.code if "--resume" in code.value]
    test.button(key="runs_stop_sweep_first").click().run()
    assert not test.exception
    assert stopped == [run.id]
    assert sweeps.stop_requested(sweep)
    assert test.button(key="runs_stop_sweep_first").disabled


def test_sweep_whose_runs_were_deleted_is_gone(trained) -> None:
    for run in sweeps.runs_of(trained()):
        store.delete(run)
    assert "runs_sweep" not in {box.key for box in visit().selectbox}


def test_run_that_was_steered_by_hand_counts_in_no_mean(trained) -> None:
    run = sweeps.runs_of(trained())[1]  # dropout 0.2, seed 0
    path = run.folder / "events.jsonl"
    started, *rest = run.events
    path.unlink()
    for event in (started, LearningRateChanged(5.0, 5, 0.5), *rest):
        events.append(path, event)
    test = visit(runs_sweep="first")
    table = test.dataframe[0].value
    assert list(table["n"]) == [2, 3]
    assert list(table["Runs"]) == ["2 done, 1 changed by hand", "3 done"]
    assert run.id not in test.code[0].value


def test_public_server_shows_a_sweep_and_stops_none(trained, monkeypatch) -> None:
    sweep = trained(launcher=Instant(lambda run: "failed"))
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    for pid in (None, os.getpid()):
        if pid:
            process.record(sweep.folder, pid, "running")
        test = visit(runs_sweep="first")
        assert len(test.dataframe[0].value) == 2
        assert not {button.key for button in test.button if "sweep" in str(button.key)}


def test_sweep_without_a_validation_and_one_of_a_dead_link_are_said(trained) -> None:
    trained("empty", settings={}, launcher=Nothing())
    test = visit(runs_sweep="empty")
    assert any("No run of this sweep has been" in each.value for each in test.caption)
    test = visit(runs_sweep="gone")
    assert "“gone”, which is not available here" in test.warning[0].value


class Nothing(Instant):
    """Runs end before they report anything."""

    def start(self, run: store.Run) -> None:
        self.started.append(run)
