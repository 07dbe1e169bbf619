from __future__ import annotations

import os
from pathlib import Path

from streamlit.testing.v1 import AppTest

from engine import registry
from engine.checkpoints.checkpoint import PROJECT
from engine.language.analysis import example
from engine.runs import store
from tests.contract import tiny
from tests.views.visiting import visit
from ui import frame


def words_of(test: AppTest) -> str:
    return "\n".join(e.value for kind in (test.markdown, test.caption) for e in kind)


def headings(test: AppTest) -> list[str]:
    return [heading.value for heading in test.subheader]


def test_first_visit_without_anything_says_what_to_do(home) -> None:
    test = visit()
    assert test.title[0].value == "Loupe"
    assert "No trained network" in words_of(test)
    assert not test.table


def test_every_page_is_introduced_in_a_sentence(home) -> None:
    said = words_of(visit())
    named = [p for p in frame.pages()[1:] if p.experiment in (*registry.NAMES, "")]
    assert {page.experiment for page in named} >= set(registry.NAMES)
    for page in named:
        assert page.purpose in said


def test_menu_has_only_pages_that_exist(monkeypatch) -> None:
    assert {page.name for page in frame.pages()} >= {"overview", "language", "runs"}
    absent = frame.Page("absent", "pages/absent.py", "Absent", ":material/help:", "")
    monkeypatch.setattr(frame, "PAGES", (*frame.PAGES, absent))
    assert absent not in frame.pages()
    frame.link("absent", "Nothing is drawn")


def test_every_page_is_in_the_menu() -> None:
    files = {path.name for path in (PROJECT / "pages").glob("*.py")}
    assert files - {"__init__.py"} == {
        Path(page.file).name for page in frame.pages()[1:]
    }


def test_active_runs_are_shown(home) -> None:
    assert "Nothing is training." in words_of(visit())
    run = tiny.create("language", "quick")
    store.record_process(run, os.getpid(), "queued")
    assert ": queued" in words_of(visit())


def test_worked_example_is_there_at_first_sight(shipped, tiny_writer) -> None:
    made = example.make(tiny_writer, "L", lambda text: True)
    (shipped / example.FILE).write_text(example.to_text(made), encoding="utf-8")
    test = visit()
    assert "parameters and was trained on nothing but" in words_of(test)
    assert "A network wrote this" in headings(test)
    assert "Language" not in headings(test)  # an invitation, where nothing is


def test_exhibit_goes_on_at_a_click_and_begins_untrained(shipped, tiny_writer) -> None:
    made = example.make(tiny_writer, "L", lambda text: True)
    (shipped / example.FILE).write_text(example.to_text(made), encoding="utf-8")
    before = f"{len(made.piece.text):,} characters with the final weights"
    longer = f"{len(made.piece.text) + 200:,} characters with the final weights"
    test = visit()
    assert before in words_of(test)
    test.button(key="overview_more").click().run()
    assert longer in words_of(test)
    # What was written stays while another epoch is looked at.
    test.select_slider(key="overview_epoch").set_value("0").run()
    assert "200 characters with random weights" in words_of(test)
    test.select_slider(key="overview_epoch").set_value("final").run()
    assert longer in words_of(test)
    assert not test.exception


def test_tables_of_figures_stand_on_results_only(shipped) -> None:
    assert not visit().table


def test_network_without_an_example_is_not_denied(shipped) -> None:
    test = visit()
    assert "Language" in headings(test)
    assert "Its networks are trained" in words_of(test)
