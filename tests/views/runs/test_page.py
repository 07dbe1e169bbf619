from __future__ import annotations

import os
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from engine.runs import about, events, store
from engine.runs.about import About
from engine.runs.events import Finished, Progress, Started
from engine.sharing import exporting
from tests.contract import tiny
from tests.views import visiting
from ui.cards import label_of
from ui.loading import find_card

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
    test = visit()
    table = test.dataframe[0].value
    assert list(table["Run"]) == [second.id, first.id]
    assert list(table["State"]) == ["stopped", "done"]
    assert list(table["Best validation loss, nats"]) == [1.25, 2.5]
    assert list(table["Trained"]) == ["2 of 2 epochs", "2 of 2 epochs"]
    assert list(table["Energy (estimate at 45 W), Wh"]) == [0.8, 0.8]  # of a minute
    table = test.number_input(key="runs_watts").set_value(90).run().dataframe[0].value
    assert list(table["Energy (estimate at 90 W), Wh"]) == [1.5, 1.5]


def test_only_settings_that_differ_are_compared(home) -> None:
    chosen = [ended(units=8).id, ended(units=16).id]
    test = visit(runs_chosen=chosen)
    assert not test.exception
    table = test.table[0].value
    assert list(table["Setting"]) == ["units"]
    assert test.get("echarts_chart")
    assert any("Diamond: the lowest" in each.value for each in test.caption)


def test_same_settings_are_said_to_be_the_same(home) -> None:
    chosen = [ended().id, ended().id]
    test = visit(runs_chosen=chosen)
    assert any("same preset" in element.value for element in test.markdown)


def test_deleting_asks_first_and_leaves_the_others(home) -> None:
    kept, run = ended(), ended()
    test = visit()
    assert run.folder.exists()
    test.button(key=f"runs_delete_{run.id}").click().run()
    assert not test.exception
    assert not run.folder.exists()
    assert kept.folder.exists()
    assert list(test.dataframe[0].value["Run"]) == [kept.id]


def test_many_are_deleted_at_once_and_a_working_one_stays(home) -> None:
    kept, *gone = ended(), ended(), ended()
    working = tiny.create("language", "quick")
    store.record_process(working, os.getpid(), "running")
    test = visit(runs_chosen=[working.id, *(run.id for run in gone)])
    assert "2 runs" in " ".join(element.value for element in test.markdown)
    test.button(key="runs_delete_all").click().run()
    assert not test.exception
    assert {run.id for run in store.list_runs()} == {kept.id, working.id}


def test_name_notes_tags_and_star_are_kept_and_shown(home) -> None:
    other, run = ended(), ended()
    about.write(other, About("Taken"))
    test = visit()
    test.text_input(key=f"runs_name_{run.id}").set_value(" Lighthouse *two* ")
    test.text_input(key=f"runs_tags_{run.id}").set_value("class, class, small")
    test.toggle(key=f"runs_star_{run.id}").set_value(True)
    test.button(key=f"runs_save_{run.id}").click().run()
    assert not test.exception
    row = test.dataframe[0].value.iloc[0]
    assert (row["★"], row["Name"]) == ("★", "Lighthouse *two*")
    assert row["Tags"] == "class, small"
    assert any("class, small" in caption.value for caption in test.caption)
    train = visiting.visit("language", language_tab="Train")
    assert "Lighthouse *two*" in train.selectbox(key="language_run").options

    test.text_input(key=f"runs_name_{run.id}").set_value("Taken")
    test.button(key=f"runs_save_{run.id}").click().run()
    assert "already called “Taken”" in test.error[0].value

    about.write(run, About("Elsewhere"))  # in another window
    test.button(key=f"runs_save_{run.id}").click().run()
    assert "in another window" in test.warning[0].value
    assert about.read(run.folder).name == "Elsewhere"
    assert test.text_input(key=f"runs_name_{run.id}").value == "Elsewhere"


def test_run_again_has_the_same_settings_and_seed(started) -> None:
    run = ended(units=16)
    test = visit()
    test.button(key=f"runs_again_{run.id}").click().run()
    (again,) = started
    assert again.id != run.id
    assert again.config == run.config
    assert test.session_state["_runs_chosen"] == [again.id, run.id]
    assert len(set(test.dataframe[0].value["Name"])) == 2  # never merged
    test.button(key=f"runs_again_{run.id}").click().run()
    assert started == [again]  # and no twin
    assert "already under way" in test.toast[0].value
    assert test.session_state["_runs_chosen"] == [again.id, run.id]


def test_included_networks_are_listed_with_their_curve(shipped) -> None:
    run = ended()
    test = visit(runs_chosen=[run.id, "language/tiny"])
    assert list(test.dataframe[0].value["Run"]) == [run.id]
    test.toggle(key="runs_published").set_value(True).run()
    table = test.dataframe[0].value
    assert list(table["State"]) == ["done", "included"]
    assert table["Best validation loss, nats"][1] > 0
    assert "runs_delete_language/tiny" not in keys(test)


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


def test_network_is_exported_imported_and_said_to_be_so(home, tiny_checkpoint) -> None:
    run = tiny_checkpoint.parent
    os.environ["LOUPE_RUNS"], mine = str(run.parents[1]), os.environ["LOUPE_RUNS"]
    content = exporting.to_bytes("language", run.name)
    os.environ["LOUPE_RUNS"] = mine
    test = visit()
    test.file_uploader(key="runs_import_file").set_value(
        ("net.zip", content, "application/zip")
    )
    test.button(key="runs_import_start").click().run()
    assert not test.exception
    (imported,) = store.list_runs()
    assert f"as {imported.id}" in test.success[0].value
    assert any("Imported\\: " in each.value for each in test.markdown)
    assert f"runs_zip_{imported.id}" in {b.key for b in test.get("download_button")}
    assert not [b for b in test.button if b.label in ("Resume", "Start again")]
    card = find_card("language", imported.id)
    assert label_of(card).startswith("Imported: ")


def test_file_that_is_not_a_network_gets_a_sentence(home) -> None:
    test = visit()
    test.file_uploader(key="runs_import_file").set_value(
        ("net.zip", b"PK", "application/zip")
    )
    test.button(key="runs_import_start").click().run()
    assert not test.exception
    assert "not imported, because it is not a readable ZIP" in test.error[0].value
    assert store.list_runs() == []


def test_public_server_offers_no_import(home, monkeypatch) -> None:
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    assert not visit().get("file_uploader")
