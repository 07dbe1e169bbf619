from __future__ import annotations

import re
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from engine.reading.analysis.samples import SAMPLES
from tests.views import visiting

visit = partial(visiting.visit, "reading")


def answer(test: AppTest) -> str:
    return test.metric[0].value


def html(test: AppTest) -> str:
    return " ".join(str(part.proto.body) for part in test.get("html"))


def captions(test: AppTest) -> str:
    return " ".join(caption.value for caption in test.caption)


def test_page_without_any_network_says_what_to_do(home) -> None:
    test = visit()
    assert any("./loupe train" in info.value for info in test.info)


@pytest.mark.usefixtures("tiny_reader")
class TestTry:
    def test_first_visit_shows_an_answer(self) -> None:
        test = visit()
        assert answer(test) in SAMPLES[0].context
        assert test.text_input(key="reading_question").value

    def test_click_on_a_question_asks_it(self) -> None:
        test = visit()
        question = SAMPLES[0].questions[2][0]
        test.button_group(key="reading_asked").set_value(question).run()
        assert not test.exception
        assert test.text_input(key="reading_question").value == question

    def test_longest_answer_is_kept_to(self) -> None:
        test = visit()
        test.slider(key="reading_max_answer_words").set_value(1).run()
        assert len(answer(test).split()) == 1

    def test_smart_span_can_be_switched_off(self) -> None:
        test = visit()
        test.toggle(key="reading_joint").set_value(False).run()
        assert not test.exception
        # One span, or none where it would end before it begins.
        assert html(test).count('type="radio"') <= 1
        assert bool(test.metric) != bool(test.warning)

    def test_as_many_candidates_as_asked_for(self) -> None:
        test = visit()
        for count in (7, 2):
            test.slider(key="reading_top").set_value(count).run()
            assert html(test).count('type="radio"') == count

    def test_our_own_answer_stands_beside_the_networks(self) -> None:
        test = visit()
        _, ours = SAMPLES[0].questions[0]
        assert f"Our answer: “{ours}”" in captions(test)
        assert "given first" in html(test)

    def test_changed_question_has_no_known_answer(self) -> None:
        test = visit()
        test.text_input(key="reading_question").set_value("Who was Marta Lind?").run()
        assert "answer" not in captions(test)

    @pytest.mark.parametrize("field", ["context", "question"])
    def test_empty_field_gets_a_sentence_and_keeps_the_other(self, field) -> None:
        test = visit()
        areas = {"context": test.text_area, "question": test.text_input}
        areas[field](key=f"reading_{field}").set_value("").run()
        assert not test.exception
        name = "paragraph" if field == "context" else "question"
        assert any(f"The {name} is empty" in error.value for error in test.error)
        other = "question" if field == "context" else "context"
        assert areas[other](key=f"reading_{other}").value

    def test_html_is_shown_as_text(self) -> None:
        test = visit()
        test.text_area(key="reading_context").set_value(
            "<script>alert(1)</script> stood on the wall."
        ).run()
        assert not test.exception
        assert "<script>alert" not in html(test)
        # Places that are marked cut the passage anywhere, and say how likely they are.
        whole = re.sub(r'<span class="sure[^>]*>[^<]*</span>', "", html(test))
        seen = re.sub(r"<[^>]*>", "", whole)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; stood on the wall." in seen

    def test_own_paragraph_comes_back_after_an_example(self) -> None:
        test = visit()
        test.text_area(key="reading_context").set_value("Ada kept bees.").run()
        assert test.selectbox(key="reading_sample").value == "own"
        test.text_input(key="reading_question").set_value("Who kept bees?").run()
        test.selectbox(key="reading_sample").set_value("0").run()
        assert test.text_area(key="reading_context").value == SAMPLES[0].context
        test.selectbox(key="reading_sample").set_value("own").run()
        assert test.text_area(key="reading_context").value == "Ada kept bees."
        assert test.text_input(key="reading_question").value == "Who kept bees?"

    def test_link_or_reload_brings_ones_own_paragraph_and_question(self) -> None:
        test = visit()
        test.text_area(key="reading_context").set_value("Ada kept bees.").run()
        test.text_input(key="reading_question").set_value("Who kept bees?").run()
        link = dict(test.query_params)
        test = visit(**link | {"reading_tab": "Look inside"})
        assert any("Who kept bees?" in part.value for part in test.markdown)
        test = visit(**link)
        assert answer(test) in "Ada kept bees."
        assert test.selectbox(key="reading_sample").value == "own"
        assert test.text_input(key="reading_question").value == "Who kept bees?"

    def test_link_to_a_question_on_an_example_asks_it(self) -> None:
        test = visit()
        test.selectbox(key="reading_sample").set_value("1").run()
        assert "reading_question" not in test.query_params
        question = SAMPLES[1].questions[2][0]
        test.button_group(key="reading_asked").set_value(question).run()
        test = visit(**test.query_params)
        assert test.text_area(key="reading_context").value == SAMPLES[1].context
        assert test.text_input(key="reading_question").value == question
        test.selectbox(key="reading_sample").set_value("0").run()
        assert "reading_question" not in test.query_params

    def test_own_paragraph_too_long_for_an_address_stays_out_of_it(self) -> None:
        test = visit()
        test.text_area(key="reading_context").set_value("Ada kept bees. " * 200).run()
        assert not test.exception
        assert "reading_context" not in test.query_params

    def test_own_text_is_kept_on_the_next_tab_and_back(self) -> None:
        test = visit()
        test.text_input(key="reading_question").set_value("How many steps?").run()
        for tab in ("Data", "Try"):
            test.session_state["reading_tab"] = tab
            test.run()
            assert not test.exception
        assert test.text_input(key="reading_question").value == "How many steps?"


@pytest.mark.usefixtures("tiny_reader")
@pytest.mark.parametrize("tab", ["Look inside", "Train", "Results", "How it works"])
def test_every_tab_is_drawn(tab) -> None:
    test = visit(reading_tab=tab)
    assert not test.exception
    assert not test.error


@pytest.mark.usefixtures("tiny_reader")
def test_commands_are_those_of_the_address_also_after_a_reload() -> None:
    chosen = {"reading_max_answer_words": "5", "reading_joint": "separate"}
    test = visit(reading_tab="How it works", **chosen)
    command, snippet = (code.value for code in test.code[:2])
    assert "--max-answer-words 5" in command
    assert "max_answer_words=5,\n    joint=False" in snippet
    assert "as the network is evaluated" in captions(test)
    compile(snippet, "snippet", "exec")
    again = visiting.reloaded("reading", test, "How it works")
    assert [code.value for code in again.code[:2]] == [command, snippet]


@pytest.mark.usefixtures("tiny_reader")
class TestOddTexts:
    @pytest.mark.parametrize("tab", ["Try", "Look inside", "Characters"])
    def test_other_language_is_said_without_confidence(self, tab) -> None:
        test = visit(
            reading_tab=tab,
            reading_sample="own",
            reading_context="灯台は一八七四年に建てられた。",
            reading_question="Who built it?",
        )
        assert any("English only" in warning.value for warning in test.warning)
        assert not any(metric.delta for metric in test.metric)
        assert "%" not in html(test).split("</style>")[-1]
        assert not any("%" in markdown.value for markdown in test.markdown)

    def test_link_that_lost_its_paragraph_says_so(self) -> None:
        test = visit(reading_sample="own")
        assert "could not carry its paragraph" in test.error[0].value
        test.text_area(key="reading_context").set_value("Tomas lit it.").run()
        test.text_input(key="reading_question").set_value("Who lit it?").run()
        assert answer(test) in "Tomas lit it."

    @pytest.mark.parametrize("tab", ["Look inside", "Characters"])
    def test_link_that_lost_its_paragraph_says_so_on_tabs_without_fields(
        self, tab
    ) -> None:
        test = visit(reading_sample="own", reading_tab=tab)
        (error,) = test.error
        assert "could not carry its paragraph" in error.value
        assert not visit(reading_tab=tab).error

    def test_paragraph_too_long_for_a_link_is_named(self) -> None:
        test = visit()
        test.text_area(key="reading_context").set_value("The lamp is lit. " * 200).run()
        assert "The paragraph is too long for a link" in captions(test)
