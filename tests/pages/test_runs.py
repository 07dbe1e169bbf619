from __future__ import annotations

import os
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from engine.runs import events, store
from engine.runs.events import Finished, Progress, Started
from tests.contract import tiny
from tests.pages import visiting

visit = partial(visiting.visit, "runs")


def ended(outcome: str = "done", loss: float = 2.0, **overrides: object) -> store.Run:
    run = tiny.create("language", "quick", **overrides)
    for event in (
        Started(0.0, 0, 10, 5, 99),
        Progress(60.0, 10, 2.0, "validation", {"loss": loss}),
        Finished(60.0, 10, outcome),
    ):
        events.append(run.folder / "events.jsonl", event)
    return run


def keys(test: AppTest) -> set[str]:
    return {button.key for button in test.button if button.key}


def test_page_without_a_run_says_how_to_make_one(home) -> None:
    assert "./loupe train" in visit().info[0].value


def test_table_has_every_run_newest_first(home) -> None:
    first, second = ended(loss=2.5), ended("stopped", loss=1.25)
    table = visit().dataframe[0].value
    assert list(table["Run"]) == [second.id, first.id]
    assert list(table["State"]) == ["stopped", "done"]
    assert list(table["Best validation loss, nats"]) == [1.25, 2.5]
    assert list(table["Epochs done"]) == ["2 of 2", "2 of 2"]


def test_only_settings_that_differ_are_compared(home) -> None:
    chosen = [ended(units=8).id, ended(units=16).id]
    test = visit()
    test.multiselect(key="runs_chosen").set_value(chosen).run()
    assert not test.exception
    table = test.table[0].value
    assert list(table["Setting"]) == ["units"]
    assert test.get("echarts_chart")


def test_same_settings_are_said_to_be_the_same(home) -> None:
    chosen = [ended().id, ended().id]
    test = visit()
    test.multiselect(key="runs_chosen").set_value(chosen).run()
    assert any("same preset" in element.value for element in test.markdown)


def test_deleting_asks_first_and_leaves_the_others(home) -> None:
    kept, run = ended(), ended()
    test = visit()
    assert run.folder.exists()
    test.button(key=f"runs_delete_{run.id}").click().run()
    assert not test.exception
    assert not run.folder.exists()
    assert kept.folder.exists()
    assert test.multiselect(key="runs_chosen").value == []


@pytest.mark.parametrize("outcome", ["stopped", "failed", "done"])
def test_run_that_kept_nothing_can_be_started_again(home, outcome) -> None:
    run = ended(outcome)
    said = [b.label for b in visit().button if b.key == f"language_resume_{run.id}"]
    assert said == ([] if outcome == "done" else ["Start again"])
    (run.folder / "state.h5").write_bytes(b"")
    said = [b.label for b in visit().button if b.key == f"language_resume_{run.id}"]
    assert said == ([] if outcome == "done" else ["Resume"])


def test_working_run_can_be_stopped_and_not_deleted(home) -> None:
    run = tiny.create("language", "quick")
    store.record_process(run, os.getpid(), "running")
    test = visit()
    assert f"runs_delete_{run.id}" not in keys(test)
    test.button(key=f"language_stop_{run.id}").click().run()
    assert (run.folder / "stop").exists()


def test_run_of_an_unknown_experiment_is_left_where_it_is(home) -> None:
    run = ended()
    other = home / "runs" / "sculpture" / run.id
    other.mkdir(parents=True)
    text = (run.folder / "config.json").read_text("utf-8")
    (other / "config.json").write_text(text.replace("language", "sculpture"), "utf-8")
    assert list(visit().dataframe[0].value["Run"]) == [run.id]


def test_folder_that_is_no_run_is_passed_over(home) -> None:
    ended()
    (home / "runs" / "language" / "notes").mkdir()
    (home / "runs" / "language" / "notes" / "config.json").write_text("{", "utf-8")
    assert len(visit().dataframe[0].value) == 1


@pytest.mark.parametrize("outcome", ["done", "stopped", "failed"])
def test_public_server_shows_and_changes_nothing(home, monkeypatch, outcome) -> None:
    run = ended(outcome)
    (run.folder / "state.h5").touch()
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    assert not {key for key in keys(visit()) if run.id in key}
