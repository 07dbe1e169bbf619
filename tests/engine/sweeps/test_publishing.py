"""From a sweep to a published checkpoint: the command, and what the card says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from engine import registry
from engine.checkpoints import checkpoint, publish
from engine.checkpoints.checkpoint import PROJECT, Metric
from engine.cli import commands
from engine.experiment import Experiment
from engine.runs import store
from engine.sweeps import driver, groups, plan, report
from engine.sweeps import sweep as sweeps
from engine.sweeps.grid import Grid, make
from tests.engine.sweeps.launchers import Instant

GRID = ("--seeds", "0-1", "--set", "dropout=0.2,0.4")


def test_own_data_has_no_command_that_publishes_it(made):
    sweep = made(*GRID)
    driver.drive(sweep, Grid, Instant(), lambda line: None)
    (group, *_) = groups.grouped(sweeps.runs_of(sweep))
    assert [run.config["seed"] for run in group.runs] == [0, 1]
    assert group.settings == {"dropout": 0.2}
    assert groups.publish_words(sweep, group, group.runs) == ""
    published = groups.publish_words(replace(sweep, own_data=""), group, group.runs)
    assert f"{group.runs[0].id} first-dropout-0-2 --other-seeds" in published


def test_number_of_settings_that_were_tried_is_told_to_the_card(made):
    many, seeds = made(*GRID), made("--seeds", "0-1", name="seeds")
    run = make(many, next(plan.trainings(many)))
    assert "One of 2 settings" in report.tried(run)
    assert report.tried(make(seeds, next(plan.trainings(seeds)))) == ""
    assert report.tried(replace(run, sweep="")) == ""


def test_command_of_a_group_publishes_the_mean_and_how_many_settings_were_tried(
    made, monkeypatch
):
    sweep, experiment = made(*GRID), registry.get("language")
    driver.drive(sweep, Grid, Instant(), lambda line: None)
    (group, *_) = groups.grouped(sweeps.runs_of(sweep))
    for run in group.runs:
        with_checkpoint(run)
    monkeypatch.setattr(publish, "measured", measured)
    monkeypatch.setattr(type(experiment), "assets", lambda *_: {})
    words = groups.publish_words(replace(sweep, own_data=""), group, group.runs)
    assert commands.main(words.split()[1:]) == 0

    path = checkpoint.find("language", "first-dropout-0-2")
    card = checkpoint.read_card(path, "language")
    assert card.config["seed"] == 0
    own, mean = card.metrics
    assert own.value == 1.5
    assert mean.value == 1.75  # of 1.5 and 2.0
    assert mean.split == "validation, mean of seeds 0, 1"
    assert mean.note == "published: seed 0"
    assert mean.per_seed == {"0": 1.5, "1": 2.0}
    assert card.note.endswith(
        "One of 2 settings that were tried on the same validation data."
    )


def with_checkpoint(run: store.Run) -> None:
    """Give a run the checkpoint of a published network, as trained with its seed."""
    folder = run.folder / "checkpoint"
    shutil.copytree(PROJECT / "checkpoints" / "language" / "shakespeare-quick", folder)
    card = checkpoint.read_card(folder, "language")
    card = replace(card, config={**card.config, "seed": run.config["seed"]})
    (folder / "card.json").write_text(card.to_text(), "utf-8")


def measured(_: Experiment, source: Path, *__: object) -> tuple[Metric, ...]:
    """Stand for an evaluation: a loss that depends on the seed."""
    seed = checkpoint.read_card(source, "language").config["seed"]
    return (Metric("loss", 1.5 + seed / 2, 9, "validation", "./loupe evaluate"),)
