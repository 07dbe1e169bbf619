"""Try: SQuAD's dev questions by number."""

from __future__ import annotations

import pytest

from engine.reading.analysis import dev_questions
from engine.reading.analysis.dev_questions import AnsweredQuestion, ReferenceAnswer
from tests.views.reading.test_page import captions, visit


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

    def test_number_of_a_link_that_is_not_there_is_said(self, squad) -> None:
        test = visit(reading_sample="dev", reading_number="3")
        assert test.text_input(key="reading_question").value == squad[0].question
        (said,) = [w.value for w in test.warning if w.value.startswith("The link")]
        assert said.startswith("The link names “3”, which is not available here.")
        assert said.endswith("Shown instead: 1.")

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
