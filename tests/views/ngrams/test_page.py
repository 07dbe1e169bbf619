"""The n-grams page: the duel, its results and how it works."""

from __future__ import annotations

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.views.visiting import Warming, open_page
from ui import loading


def headings(at: AppTest) -> list[str]:
    return [heading.value for heading in at.subheader]


def cells(at: AppTest) -> str:
    return " ".join(str(table.value) for table in at.table)


@pytest.mark.usefixtures("ready", "home")
def test_page_without_any_checkpoint_says_what_to_do():
    at = open_page("ngrams")
    assert "./loupe train language" in at.info[0].value


@pytest.mark.usefixtures("ready", "counted")
def test_ngrams_alone_write_without_a_network():
    at = open_page("ngrams")
    assert headings(at) == ["3-gram", "4-gram"]
    assert any("No network has been trained" in caption.value for caption in at.caption)
    assert "characters/s" in cells(at)
    assert "%" in cells(at)  # of real words, from words.txt
    assert "–" in cells(at)  # what was copied: the text is not here


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_network_and_ngrams_are_side_by_side():
    at = open_page("ngrams")
    assert headings(at) == ["LSTM", "3-gram", "4-gram"]
    judged = at.session_state["ngrams_results"][1]
    assert all(len(j.piece.text) == 400 for j in judged.values())


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_unknown_characters_of_the_prompt_are_named():
    at = open_page("ngrams")
    at.text_input(key="ngrams_prompt").set_value("Lämp").run()
    assert not at.exception
    assert any("“ä” as “a”" in caption.value for caption in at.caption)


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_equal_requests_are_written_once_and_the_button_writes_again():
    at = open_page("ngrams")
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
    at = open_page("ngrams")
    before = at.session_state["ngrams_results"][1]["4-gram"].piece.text
    at.text_input(key="ngrams_prompt").set_value("Ü <b>lamp").run()
    assert not at.exception
    assert at.session_state["ngrams_results"][1]["4-gram"].piece.text != before
    at.slider(key="ngrams_orders_4").set_value((1, 4)).run()
    at.toggle(key="ngrams_middle").set_value(True).run()
    assert not at.exception
    assert headings(at) == ["LSTM", "1-gram", "2-gram", "4-gram"]


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_network_mixed_with_ngrams_writes_in_a_column_of_its_own():
    at = open_page("ngrams")
    at.toggle(key="ngrams_mixture").set_value(True).run()
    assert not at.exception
    assert headings(at) == ["LSTM", "3-gram", "4-gram", "LSTM with n-grams"]
    texts = {n: j.piece.text for n, j in at.session_state["ngrams_results"][1].items()}
    assert len(texts["LSTM with n-grams"]) == 400
    assert len(set(texts.values())) == 4


@pytest.mark.usefixtures("ready")
def test_orders_that_are_not_shipped_are_explained(counted):
    path = counted / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["facts"] |= {"kept_order": 3}
    path.write_text(json.dumps(card), encoding="utf-8")
    at = open_page("ngrams")
    assert any(
        "Orders up to 3 only" in caption.value and "order 4" in caption.value
        for caption in at.caption
    )


@pytest.mark.usefixtures("shipped", "counted")
def test_ngrams_do_not_wait_for_the_network(monkeypatch):
    monkeypatch.setattr(loading, "_warming", lambda name: Warming(alive=True))
    at = open_page("ngrams")
    judged = at.session_state["ngrams_results"][1]
    assert set(judged) == {"3-gram", "4-gram"}
    assert all(j.characters_per_second is None for j in judged.values())
    assert any("still loading" in caption.value for caption in at.caption)


@pytest.mark.usefixtures("ready", "counted")
def test_copied_view_frames_the_run_and_escapes_the_prompt():
    at = open_page("ngrams")
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
    at = open_page("ngrams")
    assert at.error


@pytest.mark.usefixtures("ready", "shipped", "counted")
def test_results_show_loss_and_memory_of_every_order():
    at = open_page("ngrams", ngrams_tab="Results")
    assert headings(at) == ["Loss by order", "Size by order"]
    assert len(at.get("echarts_chart")) == 2
    words = " ".join(caption.value for caption in at.caption)
    assert "9,604" in words
    assert "941,192" in words


@pytest.mark.usefixtures("ready", "counted")
def test_how_it_works_shows_the_source_and_a_quoted_command():
    at = open_page("ngrams", ngrams_tab="How it works")
    shown = " ".join(code.value for code in at.code)
    assert "class KneserNey" in shown
    assert "--checkpoint tiny-ngrams" in shown
