"""The n-grams page, and the Results and How it works tabs of language."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.language.analysis import exhibit
from tests.contract import tiny
from ui import how_it_works, loading
from views.language import charts

APP = Path(__file__).parents[2] / "app.py"


def _results() -> None:
    from views.language import results

    results.draw()


@dataclass(frozen=True)
class Warming:
    """Replaces the thread that imports Keras, so that none outlives a test."""

    alive: bool

    def is_alive(self) -> bool:
        return self.alive


@pytest.fixture
def ready(monkeypatch):
    """No background import: models are loaded on demand."""
    monkeypatch.setattr(loading, "_warming", lambda name: Warming(alive=False))


@pytest.fixture
def counted(home, learned) -> Path:
    """The sample's n-grams as a shipped checkpoint, with its words."""
    folder = learned("language", "ngrams").checkpoint
    card = checkpoint.read_card(folder, "language")
    files: dict[str, bytes | Path] = {name: folder / name for name in card.files}
    files["words.txt"] = b"lamp\nlit\nthe\n"
    where = Path(os.environ["LOUPE_CHECKPOINTS"]) / "language" / "tiny-ngrams"
    where.parent.mkdir(parents=True, exist_ok=True)
    return checkpoint.write(where, tiny.renamed(card, "tiny-ngrams"), files)


def run(page: str = "ngrams", **state: object) -> AppTest:
    """Open a page that has this in its session."""
    at = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in state.items():
        at.session_state[name] = value
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    return at


def headings(at: AppTest) -> list[str]:
    return [heading.value for heading in at.subheader]


def cells(at: AppTest) -> str:
    return " ".join(str(table.value) for table in at.table)


@pytest.mark.usefixtures("ready", "home")
def test_page_without_any_checkpoint_says_what_to_do():
    at = run()
    assert "./loupe train language" in at.info[0].value


@pytest.mark.usefixtures("ready", "counted")
def test_ngrams_alone_write_without_a_network():
    at = run()
    assert headings(at) == ["3-gram", "4-gram"]
    assert any("No network has been trained" in caption.value for caption in at.caption)
    assert "characters/s" in cells(at)
    assert "%" in cells(at)  # of real words, from words.txt
    assert "–" in cells(at)  # what was copied: the text is not here


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_network_and_ngrams_are_side_by_side():
    at = run()
    assert headings(at) == ["LSTM", "3-gram", "4-gram"]
    judged = at.session_state["ngrams_results"][1]
    assert all(len(j.piece.text) == 400 for j in judged.values())


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_unknown_characters_of_the_prompt_are_named():
    at = run()
    at.text_input(key="ngrams_prompt").set_value("Lämp").run()
    assert not at.exception
    assert any("“ä” as “a”" in caption.value for caption in at.caption)


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_equal_requests_are_written_once_and_the_button_writes_again():
    at = run()
    before = at.session_state["ngrams_results"][1]
    at.run()
    assert at.session_state["ngrams_results"][1] is before
    at.button(key="ngrams_again").click().run()
    after = at.session_state["ngrams_results"][1]
    assert after is not before
    texts = [{n: j.piece.text for n, j in x.items()} for x in (before, after)]
    assert texts[0] == texts[1]


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_prompt_orders_and_third_order_change_the_texts():
    at = run()
    before = at.session_state["ngrams_results"][1]["4-gram"].piece.text
    at.text_input(key="ngrams_prompt").set_value("Ü <b>lamp").run()
    assert not at.exception
    assert at.session_state["ngrams_results"][1]["4-gram"].piece.text != before
    at.slider(key="ngrams_orders_4").set_value((1, 4)).run()
    at.toggle(key="ngrams_middle").set_value(True).run()
    assert not at.exception
    assert headings(at) == ["LSTM", "1-gram", "2-gram", "4-gram"]


@pytest.mark.usefixtures("shipped", "counted")
def test_ngrams_do_not_wait_for_the_network(monkeypatch):
    monkeypatch.setattr(loading, "_warming", lambda name: Warming(alive=True))
    at = run()
    judged = at.session_state["ngrams_results"][1]
    assert set(judged) == {"3-gram", "4-gram"}
    assert all(j.characters_per_second is None for j in judged.values())
    assert any("still loading" in caption.value for caption in at.caption)


@pytest.mark.usefixtures("ready", "counted")
def test_copied_view_frames_the_run_and_escapes_the_prompt():
    at = run()
    at.text_input(key="ngrams_prompt").set_value("<script>x</script>")
    at.segmented_control(key="ngrams_view").set_value("copied").run()
    assert not at.exception
    bodies = " ".join(html.value for html in at.get("html"))
    assert "<mark" in bodies
    assert "<script>x" not in bodies
    assert "&lt;script&gt;" in bodies


@pytest.mark.usefixtures("ready")
def test_damaged_table_is_a_sentence(counted):
    (counted / "table.npz").write_bytes(b"broken")
    st.cache_resource.clear()  # another test may have loaded the same table
    at = run()
    assert at.error


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_results_show_loss_and_memory_of_every_order():
    at = run(ngrams_tab="Results")
    assert headings(at) == ["Loss by order", "Size by order"]
    assert len(at.get("echarts_chart")) == 2
    words = " ".join(caption.value for caption in at.caption)
    assert "9,604" in words
    assert "941,192" in words


@pytest.mark.usefixtures("ready", "counted")
def test_how_it_works_shows_the_source_and_a_quoted_command():
    at = run(ngrams_tab="How it works")
    shown = " ".join(code.value for code in at.code)
    assert "class KneserNey" in shown
    assert "--checkpoint tiny-ngrams" in shown


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
    assert "Samples by epoch" in headings(at)
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
    assert any("After 1 epoch" in markdown.value for markdown in at.markdown)


@pytest.mark.usefixtures("ready", "shipped")
def test_how_it_works_quotes_what_is_on_screen():
    at = run(
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


def test_source_is_there_before_keras_is(monkeypatch):
    monkeypatch.setattr(how_it_works, "engine_ready", lambda name: False)
    assert "def build(" in how_it_works.source_of("language")


def test_empty_charts_are_valid():
    assert charts.loss_by_order([], [])["series"][0]["data"] == []
    assert charts.growth_chart([])["series"][0]["data"] == []
    assert charts.loss_dots([])["series"] == []
