"""Each guide walked from its first stop to its last, with tiny networks."""

from __future__ import annotations

from importlib import import_module

import pytest
from streamlit.testing.v1 import AppTest

from engine import registry
from tests.contract import tiny
from tests.views import images_page, reviewing
from tests.views.visiting import visit
from views.images import guide_answers as images_answers

OWN = "The goat is on the rock, and the lamp is lit."


@pytest.fixture
def networks(request, page, learned):
    """The tiny networks of a page, among the shipped checkpoints."""
    if page in ("language", "ngrams"):
        request.getfixturevalue("shipped")
        request.getfixturevalue("counted")
    elif page == "reading":
        request.getfixturevalue("tiny_reader")
    else:
        request.getfixturevalue("home")
        if page == "sentiment":
            reviewing.write_networks(learned)
        elif page == "images":
            images_page.ship(learned("images", "quick").checkpoint)
        else:
            tiny.ship(page, learned(page, tiny.TINY[page].first).checkpoint, "tiny")


def has(test: AppTest, key: str) -> bool:
    return any(button.key == key for button in test.button)


def told(test: AppTest) -> list[str]:
    return [m.value for m in test.markdown if m.value.startswith("**Now look:**")]


def answer(test: AppTest, page: str, number: int, own: str) -> str:
    """Answer a stop with its last choice; return what is said about it."""
    if own:
        test.text_input(key=f"{page}_guide_own_{number}").set_value(own)
    radio = test.radio(key=f"{page}_guide_choice_{number}")
    radio.set_value(len(radio.options) - 1)
    test.button(key=f"{page}_guide_answer_{number}").click().run()
    assert not test.exception
    said = [*test.success, *test.info, *test.error]
    return "\n".join(element.value for element in said)


@pytest.mark.parametrize("page", [*registry.NAMES, "ngrams"])
@pytest.mark.usefixtures("ready", "networks")
def test_guide_leads_from_the_first_stop_to_the_last(page, monkeypatch) -> None:
    mine = images_answers._photo("cat")
    monkeypatch.setattr(images_answers, "own_pictures", lambda: [mine])
    stops = import_module(f"views.{page}.guide").stops()
    test, ticks = visit(page, **{f"{page}_guide": "1"}), 0
    for number, stop in enumerate(stops, start=1):
        assert not has(test, f"{page}_guide_show_{number}")
        said = answer(test, page, number, OWN if stop.own else "")
        if has(test, f"{page}_guide_show_{number}"):
            assert sum(f"**{choice}**" in said for choice in stop.choices) == 1, said
            assert not told(test)  # there is nothing to look at yet
            test.button(key=f"{page}_guide_show_{number}").click().run()
            assert not test.exception, stop.title
            (words,) = told(test)
            assert words.startswith(f"**Now look:** {stop.task}")
            assert words.endswith(stop.conclusion)
            for key, value in stop.state_with(OWN).items():
                if value is not None and key in test.session_state:
                    assert test.session_state[key] == value, (stop.title, key)
            tick = test.button(key=f"{page}_guide_stop_{number}")
            assert tick.label == f"✓ {number}"
            ticks += 1
        else:  # what a tiny network lacks is said
            assert len(said.split()) > 5, stop.title
        if number < len(stops):
            test.button(key=f"{page}_guide_next").click().run()
            assert not test.exception
            assert test.query_params[f"{page}_guide"] == str(number + 1)
    assert test.button(key=f"{page}_guide_next").disabled
    assert ticks >= 5
    ended = any("That was the last stop" in m.value for m in test.markdown)
    assert ended == test.button(key=f"{page}_guide_stop_{number}").label.startswith("✓")


@pytest.mark.usefixtures("ready", "home")
def test_link_to_a_stop_that_was_shown_opens_what_it_showed(learned) -> None:
    reviewing.write_networks(learned)
    link = {"sentiment_guide": "4", "sentiment_guide_shown": "yes"}
    test = visit("sentiment", **link)
    for key, value in import_module("views.sentiment.guide").stops()[3].state.items():
        if value is not None:
            assert test.session_state[key] == value, key
    assert has(test, "sentiment_guide_answer_4")  # the guess is still to be made
    changed = visit("sentiment", **link, sentiment_change="shuffle words")
    assert changed.session_state["sentiment_change"] == "shuffle words"
