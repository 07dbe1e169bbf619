from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import checkpoint
from engine.reading import example
from engine.reading.predict import Reader
from engine.reading.samples import SAMPLES
from tests.contract import tiny

APP = Path(__file__).parents[2] / "app.py"


def visit(**query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=90)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    test.switch_page("pages/reading.py").run()
    assert not test.exception
    return test


def answer(test: AppTest) -> str:
    return test.metric[0].value


@pytest.fixture
def tiny_reader(home, learned) -> None:
    """A tiny network among the shipped checkpoints, with its worked example."""
    trained = learned("reading", "quick").checkpoint
    card = tiny.renamed(checkpoint.read_card(trained, "reading"), "tiny")
    files = {name: trained / name for name in card.files}
    files[example.FILE] = example.to_text(example.make(Reader(trained))).encode()
    folder = home / "checkpoints" / "reading" / "tiny"
    folder.parent.mkdir(parents=True)
    checkpoint.write(folder, card, files)


def test_page_without_any_network_says_what_to_do(home) -> None:
    test = visit()
    assert any("./loupe train" in info.value for info in test.info)


@pytest.mark.usefixtures("tiny_reader")
class TestTry:
    def test_first_visit_shows_an_answer(self) -> None:
        test = visit()
        assert answer(test) in SAMPLES[0].passage
        assert test.text_input(key="reading_question").value

    def test_click_on_a_question_asks_it(self) -> None:
        test = visit()
        question = SAMPLES[0].questions[2][0]
        test.button_group(key="reading_asked").set_value(question).run()
        assert not test.exception
        assert test.text_input(key="reading_question").value == question

    def test_longest_answer_is_kept_to(self) -> None:
        test = visit()
        test.slider(key="reading_longest").set_value(1).run()
        assert len(answer(test).split()) == 1

    def test_smart_span_can_be_switched_off(self) -> None:
        test = visit()
        test.toggle(key="reading_joint").set_value(False).run()
        assert not test.exception
        assert test.metric or test.warning

    @pytest.mark.parametrize("field", ["passage", "question"])
    def test_empty_field_gets_a_sentence_and_keeps_the_other(self, field) -> None:
        test = visit()
        areas = {"passage": test.text_area, "question": test.text_input}
        areas[field](key=f"reading_{field}").set_value("").run()
        assert not test.exception
        assert any(f"The {field} is empty" in error.value for error in test.error)
        other = "question" if field == "passage" else "passage"
        assert areas[other](key=f"reading_{other}").value

    def test_html_is_shown_as_text(self) -> None:
        test = visit()
        test.text_area(key="reading_passage").set_value(
            "<script>alert(1)</script> stood on the wall."
        ).run()
        assert not test.exception
        drawn = [str(getattr(h, "value", "") or h.proto) for h in test.get("html")]
        assert not any("<script>alert" in text for text in drawn)

    def test_own_text_is_kept_on_the_next_tab_and_back(self) -> None:
        test = visit()
        test.text_input(key="reading_question").set_value("How many steps?").run()
        test.query_params["reading_tab"] = "Look inside"
        test.run()
        assert not test.exception


@pytest.mark.usefixtures("tiny_reader")
@pytest.mark.parametrize("tab", ["Look inside", "Train", "Results", "How it works"])
def test_every_tab_is_drawn(tab) -> None:
    test = visit(reading_tab=tab)
    assert not test.exception
    assert not test.error
