"""A sweep's file as a disk, an editor or another version leaves it."""

from __future__ import annotations

import json

import pytest

from engine.errors import LoupeError
from engine.runs import store
from engine.sweeps import driver, groups, plan, report
from engine.sweeps import sweep as sweeps
from engine.sweeps.grid import Grid, make
from tests.contract import mutations
from tests.engine.sweeps.launchers import Instant


@pytest.mark.parametrize("damage", ["{", '{"name": "first"}', "[]"])
def test_damaged_sweep_is_passed_over_and_its_runs_stay(made, damage):
    sweep = made("--seeds", "0-1")
    driver.drive(sweep, Grid, Instant(), lambda line: None)
    (sweep.folder / "sweep.json").write_text(damage, "utf-8")
    assert sweeps.list_sweeps() == []
    runs = store.list_runs()
    assert len(runs) == 2
    assert [groups.title_of(run) for run in runs] == ["", ""]


@pytest.mark.parametrize(
    "words",
    [
        ("--seeds", "0-1", "--set", "dropout=0.2,0.4", "units=8"),
        ("--search", "3", "--set", "dropout=0.2..0.4", "units=8,16"),
    ],
)
def test_400_mutated_sweeps_are_shown_or_passed_over_and_refused_in_words(made, words):
    sweep = made(*words)
    run = make(sweep, next(plan.trainings(sweep)))
    path = sweep.folder / "sweep.json"
    shown, said = 0, []
    for text in mutations.of_json(json.loads(path.read_bytes()), 400):
        path.write_bytes(text.encode(errors="surrogatepass"))
        assert isinstance(groups.title_of(run), str)
        for read in sweeps.list_sweeps():
            shown += 1
            assert report.line_of(read).startswith("sweep first")
            try:  # as resuming it does
                plan.check(read)
                report.announced(read)
            except LoupeError as error:
                said.append(str(error))
    assert 0 < len(said) < shown < 400
    assert all(sentence.endswith(".") for sentence in said)
