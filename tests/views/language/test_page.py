from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine.language.piece import Piece
from tests.views import visiting
from views.language import request as requests
from views.language import written_text
from views.language.look_inside import passage
from views.language.request import Written

visit = partial(visiting.visit, "language")


def written(test: AppTest):
    return test.session_state["language_written"]


def test_page_without_any_network_says_what_to_do(home) -> None:
    test = visit()
    assert any("./loupe train" in info.value for info in test.info)


@pytest.mark.usefixtures("shipped")
class TestTry:
    def test_first_visit_shows_a_written_text(self) -> None:
        test = visit()
        assert written(test).state == "done"
        assert len(written(test).piece.text) == 400

    def test_card_is_drawn_once_it_is_opened(self) -> None:
        test = visit()
        assert not test.table
        test.session_state["language_in_use"] = True
        assert any("Parameters" in str(table.value) for table in test.run().table)

    def test_setting_changes_the_text_and_back_again(self) -> None:
        test = visit()
        before = written(test).piece.text
        test.number_input(key="language_seed").set_value(99).run()
        other = written(test).piece.text
        test.number_input(key="language_seed").set_value(7).run()
        assert other != before
        assert written(test).piece.text == before

    def test_write_takes_a_new_seed_if_the_text_is_there_already(self) -> None:
        test = visit()
        test.button(key="language_write").click().run()
        assert not test.exception
        assert test.number_input(key="language_seed").value != 7

    def test_length_is_kept(self) -> None:
        test = visit()
        test.slider(key="language_length").set_value(150).run()
        assert len(written(test).piece.text) == 150

    def test_unknown_characters_of_the_prompt_are_named(self) -> None:
        test = visit()
        test.text_area(key="language_prompt").set_value("Ж<b>x</b>").run()
        assert not test.exception
        assert any("Ж" in caption.value for caption in test.caption)

    def test_capital_letter_becomes_the_prompt(self) -> None:
        test = visit()
        test.button(key="language_capital").click().run()
        prompt = test.text_area(key="language_prompt").value
        assert len(prompt) == 1
        assert prompt.isupper()

    def test_stopped_text_stays(self, monkeypatch) -> None:
        test = visit()
        whole = written(test).piece
        part = Piece(whole.text[:64], whole.probability[:64], whole.choices[:64])

        def write_a_part(card, request, kept, place):
            requests.store(Written(request, piece=part, shown=part))
            st.stop()  # as a click ends the run of the page that writes

        monkeypatch.setattr(written_text, "write", write_a_part)
        test.session_state["language_seed"] = 4711
        test.run()
        assert not test.button(key="language_stop").disabled
        test.button(key="language_stop").click().run()
        assert written(test).state == "stopped"
        assert written(test).piece.text == whole.text[:64]
        assert any("Stopped" in caption.value for caption in test.caption)
        assert test.button(key="language_stop_idle").disabled

    def test_network_trained_further_under_its_name_writes_again(self) -> None:
        test = visit()
        before = written(test).request
        card = Path(os.environ["LOUPE_CHECKPOINTS"], "language", "tiny", "card.json")
        content = json.loads(card.read_text(encoding="utf-8"))
        content["files"]["events.jsonl"] = "0" * 64
        card.write_text(json.dumps(content), encoding="utf-8")
        test.run()
        assert not test.exception
        assert written(test).request != before
        assert written(test).request.network == before.network

    def test_branch_continues_from_the_choice_and_can_be_undone(self) -> None:
        from views.language import request

        test = visit()
        before = written(test)
        rows = before.piece.choices[10]
        other = next(c.character for c in rows if c.character != before.piece.text[10])
        kept = request.branch(before.piece, 10, other)
        test.session_state["language_before_branching"] = [before]
        test.session_state["language_written"] = request.Written(
            before.request, kept=kept
        )
        test.run()
        assert not test.exception
        assert written(test).piece.text[:11] == before.piece.text[:10] + other
        assert len(written(test).piece.text) == 400
        test.button(key="language_back").click().run()
        assert written(test).piece.text == before.piece.text

    def test_text_read_first_changes_the_text(self) -> None:
        test = visit()
        before = written(test).piece.text
        test.text_area(key="language_before").set_value("Lamp. Lämp").run()
        assert not test.exception
        assert written(test).piece.text != before
        assert any("“ä” as “a”" in caption.value for caption in test.caption)

    def test_damaged_checkpoint_is_named(self) -> None:
        folder = Path(os.environ["LOUPE_CHECKPOINTS"], "language", "torn")
        folder.mkdir()
        (folder / "card.json").write_text("{", encoding="utf-8")
        test = visit()
        assert any("torn" in caption.value for caption in test.caption)

    def test_resets_change_the_text(self) -> None:
        test = visit()
        before = written(test).piece.text
        test.selectbox(key="language_reset").set_value(8).run()
        assert not test.exception
        assert written(test).piece.text != before


@pytest.mark.usefixtures("shipped")
class TestLookInside:
    def test_best_units_are_listed_and_a_click_shows_one(self) -> None:
        test = visit(language_tab="Look inside")
        button = next(b for b in test.button if str(b.key).startswith("language_find"))
        button.click().run()
        assert not test.exception
        label = f"unit {test.number_input(key='language_unit').value} "
        assert label in button.label

    def test_units_are_found_by_a_pattern_and_by_a_span(self) -> None:
        test = visit(language_tab="Look inside", language_find_by="Your pattern")
        test.text_input(key="language_pattern").set_value("[A-Z]+:").run()
        found = [b for b in test.button if str(b.key).startswith("language_find_own")]
        found[1].click().run()
        unit = test.number_input(key="language_unit").value
        assert f"unit {unit}:" in found[1].label
        assert any("what your pattern matches" in c.value for c in test.caption)
        test.text_input(key="language_pattern").set_value("(").run()
        assert "not a regular expression" in test.error[0].value
        test = visit(
            language_tab="Look inside",
            language_find_by="A span",
            language_span="1-5",
        )
        assert test.slider(key="language_span").value == (1, 5)
        assert any("“FIRST”" in caption.value for caption in test.caption)

    def test_epochs_are_stepped_through_beside_the_final_weights(self) -> None:
        test = visit(language_tab="Look inside", language_view="Over the epochs")
        titles = [m.value for m in test.markdown if m.value.startswith("**")]
        assert titles == ["**Epoch 0, untrained**", "**Final weights**"]
        test.button(key="language_epochs_on").click().run()
        assert not test.exception
        assert "**Epoch 0, untrained**" not in [m.value for m in test.markdown]
        assert test.query_params["language_epochs"] == "2"

    def test_memory_is_compared_on_one_text(self) -> None:
        test = visit(language_tab="Look inside", language_view="Memory")
        assert not test.exception
        assert any("reset every 8" in caption.value for caption in test.caption)

    def test_scene_has_every_trait(self) -> None:
        from engine.language.analysis import units

        assert units.missing_traits(passage.SCENE) == ()

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_empty_text_gets_a_sentence(self, text) -> None:
        test = visit(language_tab="Look inside")
        test.text_area(key="language_units_text").set_value(text).run()
        assert not test.exception
        assert any("Paste or type" in info.value for info in test.info)

    def test_link_or_reload_restores_your_own_text(self) -> None:
        test = visit(language_tab="Look inside")
        assert "language_units_text" not in test.query_params
        field = test.text_area(key="language_units_text")
        assert field.value == passage.SCENE
        field.set_value("The bell rang twice.").run()
        test = visit(**test.query_params)
        field = test.text_area(key="language_units_text")
        assert field.value == "The bell rang twice."

    def test_surprise_map_against_the_same_network_says_so(self) -> None:
        test = visit(language_tab="Look inside", language_view="Surprise map")
        assert len(test.metric) == 1
        test.selectbox(key="language_against").set_value(
            "Another network or epoch"
        ).run()
        assert not test.exception
        assert len(test.metric) == 2
        assert test.metric[0].value == test.metric[1].value
        assert any("same network twice" in info.value for info in test.info)

    def test_surprise_map_against_an_earlier_epoch(self) -> None:
        test = visit(language_tab="Look inside", language_view="Surprise map")
        test.selectbox(key="language_against").set_value(
            "Another network or epoch"
        ).run()
        test.select_slider(key="language_second_epoch").set_value("1").run()
        assert not test.exception
        assert len(test.metric) == 2
        assert test.metric[0].value != test.metric[1].value

    def test_long_text_is_cut_with_a_warning(self) -> None:
        test = visit(language_tab="Look inside", language_view="Surprise map")
        text = "<b>round</b> and " * (passage.MOST // 16)
        test.text_area(key="language_surprise_text").set_value(text).run()
        assert not test.exception
        assert any("are read" in warning.value for warning in test.warning)
