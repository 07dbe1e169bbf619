"""A page opened by the link of another visitor shows what that one saw."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine.language import reference
from tests.contract import tiny
from tests.pages import images_page
from tests.pages.reviewing import write_networks
from tests.pages.visiting import visit
from ui import url_state
from views.language.look_inside import one_step


def link_of(test) -> dict[str, str | list[str]]:
    return dict(test.query_params)


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


@pytest.mark.usefixtures("tiny_reader")
def test_question_that_is_too_long_for_a_link_is_said_and_missed_on_arrival() -> None:
    sent = visit("reading")
    sent.text_input(key="reading_question").set_value("Why? " * 600).run()
    said = "The question is too long for a link: a link to this page opens without it."
    assert said in [caption.value for caption in sent.caption]
    arrived = visit("reading", **link_of(sent))
    assert "The question of this link was too long" in arrived.info[0].value
    arrived.text_input(key="reading_question").set_value("Why?").run()
    assert not arrived.info


def test_file_of_the_sender_is_missed_on_arrival(home, learned) -> None:
    write_networks(learned)
    sent = visit("sentiment", sentiment_tab="Many reviews")
    sent.file_uploader(key="sentiment_many_file").upload("r.txt", b"Fine.\n").run()
    arrived = visit("sentiment", **link_of(sent))
    assert "sender’s file, which is not part of" in arrived.info[0].value
    own = arrived.file_uploader(key="sentiment_many_file")
    assert not own.upload("r.txt", b"Dull.\n").run().info


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


def test_run_that_is_not_here_is_said(home, started) -> None:
    from engine import registry
    from engine.runs.request import create

    language = registry.get("language")
    create(language, "quick", language.presets["quick"], source="shakespeare")
    test = visit("runs", runs_chosen="20200101-gone")
    assert any("“20200101-gone”" in warning.value for warning in test.warning)


def test_runs_that_are_too_many_for_a_link_are_said_and_missed_on_arrival(
    home, monkeypatch
) -> None:
    first, second, _ = [tiny.create("language", "quick").id for _ in range(3)]
    link = {"runs_chosen": [first, second]}
    assert link_of(visit("runs", **link)) == link
    monkeypatch.setattr(url_state, "_MOST", len(first) + len(second))
    sent = visit("runs", **link)
    said = "The selection of runs is too long for a link"
    assert any(said in caption.value for caption in sent.caption)
    arrived = visit("runs", **link_of(sent))
    assert "were too many for it" in arrived.info[0].value
    arrived.session_state["_runs_chosen"] = [first]
    arrived.query_params["runs_chosen"] = [first]
    assert not arrived.run().info


def test_classroom_view_is_in_the_link_and_can_be_left(home) -> None:
    test = visit("runs", view="class")
    assert any("font-size: 125%" in e.proto.body for e in test.get("html"))
    test.button(key="classroom_leave").click().run()
    assert "view" not in test.query_params
    test.button(key="classroom_enter").click().run()
    assert test.query_params["view"] == "class"


@pytest.mark.usefixtures("shipped", "counted", "tiny_reader")
@pytest.mark.parametrize(
    "page", ["language", "ngrams", "reading", "sentiment", "images"]
)
def test_link_to_a_network_that_is_not_here_says_so(page, learned) -> None:
    if page == "sentiment":
        write_networks(learned)
    if page == "images":
        images_page.ship(learned("images", "quick").checkpoint)
    key = f"{page}_network{'s' if page == 'sentiment' else ''}"
    said = [warning.value for warning in visit(page, **{key: "no-such"}).warning]
    assert [words.partition(",")[0] for words in said] == ["The link names “no-such”"]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("tab", "choice", "shown"),
    [
        ("Try", "epoch", "final"),
        ("Train", "preset", "quick"),
        ("Train", "data", "My own data"),
        ("Results", "results_curves", "tiny"),
    ],
)
def test_choice_of_a_link_that_is_not_here_is_said_until_another(
    tab, choice, shown
) -> None:
    key = f"language_{choice}"
    test = visit("language", **{"language_tab": tab, key: "no-such"})
    said = "The link names “no-such”, which is not available here. Shown instead: "
    for _ in range(2):
        assert [warning.value for warning in test.warning] == [f"{said}{shown}."]
        test.run()
    if choice == "epoch":
        test.select_slider(key=key).set_value("2").run()
        assert not test.warning


@pytest.mark.usefixtures("shipped", "tiny_reader")
@pytest.mark.parametrize("page", ["language", "reading", "sentiment", "images"])
@pytest.mark.parametrize("tab", ["Train", "Results", "How it works"])
def test_network_of_a_link_is_missed_on_tabs_without_a_picker(page, tab) -> None:
    link = {f"{page}_tab": tab, f"{page}_network": "no-such"}
    said = [warning.value for warning in visit(page, **link).warning]
    assert said == ["The link names “no-such”, which is not available here."]
