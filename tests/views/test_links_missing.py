"""A link to what is not here, or that could not carry all, says so on arrival."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.checkpoints import checkpoint
from tests.contract import tiny
from tests.views import images_page
from tests.views.reviewing import write_networks
from tests.views.visiting import link_of, visit
from ui import url_state


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
    # A tiny network may also warn that its paragraph has no answer.
    links = [words.partition(",")[0] for words in said if words.startswith("The link")]
    assert links == ["The link names “no-such”"]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("tab", "choice", "shown"),
    [
        ("Try", "epoch", "final"),
        ("Train", "preset", "quick"),
        ("Train", "data", "Aesop’s fables"),
        ("Results", "results_curves", "tiny"),
        ("Results", "results_text", "sample.txt (c11ef6)"),
        ("Look inside", "view", "Hidden units"),
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


def test_split_of_a_link_that_no_card_has_is_said(home, learned) -> None:
    for folder in write_networks(learned).iterdir():
        card = checkpoint.read_card(folder, "sentiment")
        test, dev = (replace(card.metrics[0], split=s) for s in ("test", "dev"))
        text = replace(card, metrics=(test, dev)).to_text()
        (folder / "card.json").write_text(text, encoding="utf-8")
    link = {"sentiment_tab": "Results", "sentiment_results_split": "no-such"}
    test = visit("sentiment", **link)
    assert [warning.value for warning in test.warning] == [
        "The link names “no-such”, which is not available here. Shown instead: test."
    ]
    test.segmented_control(key="sentiment_results_split").set_value("dev").run()
    assert not test.warning


@pytest.mark.usefixtures("shipped")
def test_tab_of_a_link_that_is_not_here_is_said() -> None:
    (said,) = visit("language", language_tab="no-such").warning
    assert said.value == (
        "The link names “no-such”, which is not available here. Shown instead: Try."
    )


@pytest.mark.usefixtures("shipped", "tiny_reader")
@pytest.mark.parametrize("page", ["language", "reading", "sentiment", "images"])
@pytest.mark.parametrize("tab", ["Train", "Results", "How it works"])
def test_network_of_a_link_is_missed_on_tabs_without_a_picker(page, tab) -> None:
    link = {f"{page}_tab": tab, f"{page}_network": "no-such"}
    said = [warning.value for warning in visit(page, **link).warning]
    assert said == [
        "The link names the network “no-such”, which is not available here."
    ]
