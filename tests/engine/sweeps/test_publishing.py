"""From a sweep to a published checkpoint: the command, and what the card says."""

from __future__ import annotations

import shutil
from dataclasses import replace

from engine import registry
from engine.checkpoints import checkpoint, publish
from engine.checkpoints.checkpoint import PROJECT
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
    run = make(many, plan.trainings(many)[0])
    assert "One of 2 settings" in report.tried(run)
    assert report.tried(make(seeds, plan.trainings(seeds)[0])) == ""
    assert report.tried(replace(run, sweep="")) == ""


def test_published_card_says_how_many_settings_were_tried(made, home, monkeypatch):
    sweep = made(*GRID)
    driver.drive(sweep, Grid, Instant(), lambda line: None)
    run, experiment = sweeps.runs_of(sweep)[0], registry.get("language")
    trained = PROJECT / "checkpoints" / "language" / "shakespeare-quick"
    shutil.copytree(trained, run.folder / "checkpoint")
    monkeypatch.setattr(publish, "measured", lambda *_: ())
    monkeypatch.setattr(type(experiment), "assets", lambda *_: {})
    folder = publish.publish(experiment, run.id, "tried", home / "data")
    note = checkpoint.read_card(folder, "language").note
    assert note.endswith(
        "One of 2 settings that were tried on the same validation data."
    )
