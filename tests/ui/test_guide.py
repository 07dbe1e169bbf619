"""Guides: what each stop must be, without networks too, and the teacher’s sheet."""

from __future__ import annotations

from importlib import import_module

import pytest

from engine import registry
from engine.errors import LoupeError
from ui import teacher_sheet
from ui.stops import OWN, Answer, Stop

PAGES = (*registry.NAMES, "ngrams")


def stops_of(page: str) -> tuple[Stop, ...]:
    stops: tuple[Stop, ...] = import_module(f"views.{page}.guide").stops()
    return stops


@pytest.mark.parametrize("page", PAGES)
def test_guide_is_short_and_ends_with_the_visitors_own(home, page) -> None:
    stops = stops_of(page)
    assert 6 <= len(stops) <= 8
    assert len({stop.title for stop in stops}) == len(stops)
    for stop in stops:
        assert len(stop.text.split()) <= 60, stop.title
        assert 10 <= len(stop.conclusion.split()) <= 45, stop.title
        assert 2 <= len(set(stop.choices)) == len(stop.choices) <= 4, stop.title
        assert stop.question.endswith("?"), stop.title
        assert f"{page}_tab" in stop.state, stop.title
    assert stops[-1].own
    assert not any(stop.own for stop in stops[:-1])


@pytest.mark.parametrize("page", PAGES)
def test_without_networks_every_answer_is_a_sentence_that_helps(home, page) -> None:
    for stop in stops_of(page):
        with pytest.raises(LoupeError) as caught:
            stop.answer("A line." if stop.own else "")
        assert str(caught.value).endswith("."), stop.title


def stop(**changed: object) -> Stop:
    given = {
        "title": "Title",
        "text": "Text & <b>more</b>.",
        "question": "Why?",
        "choices": ("One", "Two"),
        "answer": lambda own: Answer(1, "Because p < 0.5."),
        "task": "Look.",
        "conclusion": "It falls < 0.5.",
        "state": {"language_prompt": OWN, "language_top_n": 0},
    }
    return Stop(**{**given, **changed})  # type: ignore[arg-type]


def test_state_carries_what_the_visitor_typed() -> None:
    state = stop().state_with("A goat")
    assert state == {"language_prompt": "A goat", "language_top_n": 0}


def test_teachers_sheet_has_questions_and_computed_answers_escaped() -> None:
    def missing(own: str) -> Answer:
        raise LoupeError("Train a network first.")

    sheet = teacher_sheet.html(
        "Language",
        "language_guide",
        [stop(), stop(answer=missing), stop(own="Your line", answer=missing)],
    )
    assert "Text &amp; &lt;b&gt;more&lt;/b&gt;." in sheet
    assert "(b) Two. Because p &lt; 0.5." in sheet
    assert "To be seen: It falls &lt; 0.5." in sheet
    assert sheet.count("Train a network first.") == 1
    assert "Depends on what the student types" in sheet
    assert "?language_guide=3" in sheet
    assert "<script" not in sheet
