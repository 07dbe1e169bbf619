"""A page opened by the link of another visitor shows what that one saw."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine.language import reference
from tests.views import images_page
from tests.views.reviewing import write_networks
from tests.views.visiting import link_of, visit
from ui import url_state
from views.language.look_inside import one_step


def with_a_branch() -> AppTest:
    """Return the language page with a branch, and a text that was read first."""
    from views.language import request

    sent = visit("language")
    sent.text_area(key="language_before").set_value("The lamp. ").run()
    written = sent.session_state["language_written"]
    rows, text = written.piece.choices[10], written.piece.text
    other = next(c.character for c in rows if c.character != text[10])
    kept = request.branch(written.piece, 10, other)
    sent.session_state["language_written"] = request.Written(written.request, kept)
    return sent.run()


@pytest.mark.usefixtures("shipped")
def test_branch_and_the_text_that_was_read_first_travel() -> None:
    sent = with_a_branch()
    arrived = visit("language", **link_of(sent))
    assert arrived.text_area(key="language_before").value == "The lamp. "
    before, after = (t.session_state["language_written"] for t in (sent, arrived))
    assert len(after.kept.text) == 11
    assert after.piece.text == before.piece.text
    assert after.kept.probability == pytest.approx(before.kept.probability, abs=1e-5)
    assert not arrived.info


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("why", ["too long", "copyrighted"])
def test_branch_that_a_link_cannot_carry_is_missed_on_arrival(why, monkeypatch) -> None:
    if why == "too long":
        monkeypatch.setattr(url_state, "_MOST", 10)
    else:
        monkeypatch.setattr(reference, "shown_run", lambda card: 100)
    link = link_of(with_a_branch())
    assert "language_branch" not in link
    arrived = visit("language", **link)
    assert ["from a branch" in info.value for info in arrived.info] == [True]
    assert "language_branch_left_out" not in arrived.query_params


def test_lesson_that_was_open_is_open_on_arrival(home, learned) -> None:
    write_networks(learned)
    assert not visit("sentiment").table
    arrived = visit("sentiment", sentiment_negation="true")
    assert "Negated praise" in arrived.table[0].value
    assert link_of(arrived)["sentiment_negation"] == "true"


@pytest.mark.usefixtures("shipped")
def test_histogram_that_was_open_is_open_on_arrival() -> None:
    folded, opened = visit("language"), visit("language", language_histogram="true")
    assert len(opened.get("echarts_chart")) == len(folded.get("echarts_chart")) + 1


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("view", ["Hidden units", "One step"])
def test_layer_and_unit_travel(view, monkeypatch) -> None:
    # A network too large to be shown as a whole, of which one unit is chosen.
    monkeypatch.setattr(one_step, "is_small", lambda traced: False)
    link = {"language_tab": "Look inside", "language_view": view}
    sent = visit("language", **link)
    sent.number_input(key="language_unit").set_value(5).run()
    if view == "One step":
        sent.slider(key="language_step").set_value(12).run()
    arrived = visit("language", **link_of(sent))
    assert arrived.number_input(key="language_unit").value == 5
    if view == "One step":
        assert arrived.slider(key="language_step").value == 12


@pytest.mark.usefixtures("tiny_reader")
def test_words_of_a_similarity_and_the_search_travel() -> None:
    sent = visit("reading")
    sent.toggle(key="reading_joint").set_value(False).run()
    sent.slider(key="reading_max_answer_words").set_value(4).run()
    link = link_of(sent) | {
        "reading_tab": "Look inside",
        "reading_view": "One similarity",
    }
    sent = visit("reading", **link)
    word, question_word = sent.selectbox[-2:]
    assert word.key.startswith("reading_by_hand")
    word.set_value("7").run()
    sent.selectbox(key=question_word.key).set_value("2").run()
    arrived = visit("reading", **link_of(sent))
    assert [box.value for box in arrived.selectbox[-2:]] == ["7", "2"]
    assert arrived.session_state["reading_joint"] is False
    assert arrived.session_state["reading_max_answer_words"] == 4


class TestImages:
    @pytest.fixture(autouse=True)
    def _shipped(self, home, learned):
        images_page.ship(learned("images", "quick").checkpoint)

    def test_picture_layer_and_place_travel(self) -> None:
        link = {"images_tab": "Look inside", "images_view": "One convolution"}
        sent = visit("images", **link, images_picture="photo-cat")
        sent.slider(key="images_convolution_row").set_value(3).run()
        arrived = visit("images", **link_of(sent))
        assert arrived.selectbox(key="images_picture").value == "photo-cat"
        assert arrived.slider(key="images_convolution_row").value == 3

    @pytest.mark.parametrize(
        "link",
        [
            {"images_from": "Your own"},
            {"images_tab": "Look inside", "images_picture": "own-0"},
        ],
    )
    def test_picture_of_the_sender_is_said_to_have_stayed(self, link) -> None:
        test = visit("images", **link)
        assert "its sender’s own picture" in images_page.words_of(test)

    def test_cell_of_the_results_travels(self) -> None:
        sent = visit("images", images_tab="Results")
        key = "images_confusion"
        boxes = [box.key for box in sent.selectbox if box.key.endswith("_true")]
        key = boxes[0].removesuffix("_true")
        for end in ("true", "predicted"):
            box = sent.selectbox(key=f"{key}_{end}")
            box.set_value(box.options[0].partition(" (")[0]).run()
        arrived = visit("images", **link_of(sent))
        for end in ("true", "predicted"):
            chosen = sent.selectbox(key=f"{key}_{end}").value
            assert chosen
            assert arrived.selectbox(key=f"{key}_{end}").value == chosen


def test_classroom_view_is_in_the_link_and_can_be_left(home) -> None:
    test = visit("runs", view="class")
    assert any("font-size: 125%" in e.proto.body for e in test.get("html"))
    test.button(key="classroom_leave").click().run()
    assert "view" not in test.query_params
    test.button(key="classroom_enter").click().run()
    assert test.query_params["view"] == "class"
