from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.reading.analysis import dev_questions, example
from engine.reading.analysis.dev_questions import AnsweredQuestion, ReferenceAnswer
from engine.reading.analysis.samples import SAMPLES
from engine.reading.predict import Reader
from tests.contract import tiny
from tests.pages import visiting

visit = partial(visiting.visit, "reading")


def answer(test: AppTest) -> str:
    return test.metric[0].value


def html(test: AppTest) -> str:
    return " ".join(str(part.proto.body) for part in test.get("html"))


def captions(test: AppTest) -> str:
    return " ".join(caption.value for caption in test.caption)


@pytest.fixture(scope="module")
def worked(learned) -> bytes:
    """The worked example of the tiny network, as a checkpoint holds it."""
    trained = learned("reading", "quick").checkpoint
    return example.to_text(example.make(Reader(trained))).encode()


@pytest.fixture
def tiny_reader(home, learned, worked) -> None:
    """A tiny network among the shipped checkpoints, with its worked example."""
    trained = learned("reading", "quick").checkpoint
    card = tiny.renamed(checkpoint.read_card(trained, "reading"), "tiny")
    files: dict[str, bytes | Path] = {name: trained / name for name in card.files}
    files[example.FILE] = worked
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
        assert "confidence" in test.metric[0].delta
        test.slider(key="reading_max_answer_words").set_value(1).run()
        assert len(answer(test).split()) == 1
        # How often it is right was counted for the usual length alone.
        assert not test.metric[0].delta

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


@pytest.fixture
def squad(monkeypatch) -> tuple[AnsweredQuestion, ...]:
    """Two of our questions in place of SQuAD's dev set, several people's answers."""
    questions = tuple(
        AnsweredQuestion(
            place, "Gull_Point", one.context, one.question, (*one.references, *more)
        )
        for place, (one, more) in enumerate(
            zip(
                dev_questions.from_samples()[:2],
                ((ReferenceAnswer("engineer", 59, 67, 2),), ()),
                strict=True,
            )
        )
    )
    monkeypatch.setattr(dev_questions, "is_available", lambda root: True)
    monkeypatch.setattr(dev_questions, "read", lambda root: questions)
    return questions


@pytest.mark.usefixtures("tiny_reader")
class TestDevQuestions:
    def test_one_is_asked_with_what_people_answered(self, squad) -> None:
        test = visit(reading_sample="dev")
        assert test.text_input(key="reading_question").value == squad[0].question
        assert "“Marta Lind” (1 of 3)" in captions(test)
        assert "“engineer” (2 of 3)" in captions(test)

    def test_another_number_asks_another(self, squad) -> None:
        test = visit(reading_sample="dev")
        test.number_input(key="reading_number").set_value(2).run()
        assert test.text_input(key="reading_question").value == squad[1].question

    def test_one_at_random_is_asked(self, squad, monkeypatch) -> None:
        test = visit(reading_sample="dev")
        monkeypatch.setattr("random.choice", lambda questions: questions[1])
        test.button(key="reading_random").click().run()
        assert not test.exception
        asked = test.text_input(key="reading_question").value
        assert asked == squad[1].question
        assert test.query_params["reading_number"] == "2"

    def test_it_is_still_asked_after_another_tab(self, squad) -> None:
        test = visit(reading_sample="dev", reading_number="2")
        for tab in ("Data", "Try"):
            test.session_state["reading_tab"] = tab
            test.run()
            assert not test.exception
        assert test.text_input(key="reading_question").value == squad[1].question


@pytest.mark.usefixtures("tiny_reader")
@pytest.mark.parametrize("tab", ["Look inside", "Train", "Results", "How it works"])
def test_every_tab_is_drawn(tab) -> None:
    test = visit(reading_tab=tab)
    assert not test.exception
    assert not test.error
