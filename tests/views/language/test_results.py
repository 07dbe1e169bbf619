"""The Results and How it works tabs of language."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.language.analysis import exhibit
from tests.views.visiting import open_page, reloaded, visit
from ui import how_it_works
from views.language import charts


def _results() -> None:
    from views.language import results

    results.draw()


@pytest.mark.usefixtures("ready", "home")
def test_language_results_without_checkpoints():
    at = AppTest.from_function(_results, default_timeout=60).run()
    assert not at.exception
    assert "No checkpoint" in at.info[0].value


@pytest.mark.usefixtures("ready")
def test_language_results_show_figures_exhibit_and_curves(shipped, request):
    request.getfixturevalue("counted")
    card = checkpoint.read_card(shipped, "language")
    text = replace(card, preset="post").to_text()
    (shipped / "card.json").write_text(text, encoding="utf-8")
    sheets = [exhibit.Sheet(1, "L<b>ow"), exhibit.Sheet(60, "Lord")]
    (shipped / exhibit.FILE).write_text(exhibit.to_text(sheets), encoding="utf-8")
    at = AppTest.from_function(_results, default_timeout=60).run()
    assert not at.exception
    assert "Samples by epoch" in [heading.value for heading in at.subheader]
    bodies = " ".join(html.value for html in at.get("html"))
    assert "L&lt;b&gt;ow" in bodies
    assert "Lord" in bodies
    frame = at.dataframe[0].value
    assert {"Kneser–Ney, order 1", "LSTM tiny"} <= set(frame["Model"])
    assert len(at.get("echarts_chart")) == 2


@pytest.mark.usefixtures("ready", "shipped")
def test_language_exhibit_is_written_on_a_click():
    folder = Path(os.environ["LOUPE_CHECKPOINTS"]) / "language" / "tiny"
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps(card | {"preset": "post"}))
    at = AppTest.from_function(_results, default_timeout=120).run()
    at.button(key="language_exhibit_tiny").click().run()
    assert not at.exception
    for _ in range(2):  # and they stay when something else is clicked
        assert any("After 1 epoch" in markdown.value for markdown in at.markdown)
        at.run()


@pytest.mark.usefixtures("ready", "shipped")
def test_how_it_works_quotes_what_is_on_screen():
    at = open_page(
        "language",
        language_tab="How it works",
        language_prompt="it's $HOME; <b>",
        language_seed=7,
        language_reset=16,
    )
    command, snippet, source = (code.value for code in at.code)
    assert """'--prompt=it'"'"'s $HOME; <b>'""" in command
    assert "--seed 7" in command
    assert repr("it's $HOME; <b>") in snippet
    assert "--reset-every 16" in command
    assert "Memory(reset_every=16)" in snippet
    compile(snippet, "snippet", "exec")
    assert "def build(" in source


@pytest.mark.usefixtures("ready", "shipped")
def test_commands_are_those_of_the_address_also_after_a_reload():
    chosen = {"language_temperature": 0.3, "language_top_n": 4, "language_length": 90}
    test = open_page("language", language_tab="How it works", **chosen)
    assert "--length 90" in test.code[0].value
    assert "--temperature 0.3" in test.code[0].value
    assert "--top-n 4" in test.code[0].value
    again = reloaded("language", test, "How it works")
    assert again.code[0].value == test.code[0].value
    odd = {"language_temperature": "99", "language_top_n": "many", "language_try": "{]"}
    linked = visit("language", language_tab="How it works", **odd)
    assert "99" not in linked.code[0].value


def test_source_is_there_before_keras_is(monkeypatch):
    monkeypatch.setattr(how_it_works, "engine_ready", lambda name: False)
    assert "def build(" in how_it_works.source_of("language")


def test_empty_charts_are_valid():
    assert charts.loss_by_order([], [])["series"][0]["data"] == []
    assert charts.growth_chart([])["series"][0]["data"] == []
    assert charts.loss_dots([])["series"] == []
