from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints.checkpoint import PROJECT
from engine.reading.analysis import dev_questions, example, outcomes, statistics
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.analysis.outcomes import KINDS, Outcomes
from engine.reading.analysis.question_types import as_words, contained, kind
from tests.contract import tiny
from tests.views.reading.test_page import visit
from views.reading import try_it

QUICK = PROJECT / "checkpoints" / "reading" / "quick"


def ours() -> tuple[AnsweredQuestion, ...]:
    """Return the questions that we wrote, numbered as those of dev are."""
    return tuple(
        AnsweredQuestion(place, one.title, one.context, one.question, one.references)
        for place, one in enumerate(dev_questions.from_samples())
    )


def became(questions: tuple[AnsweredQuestion, ...]) -> Outcomes:
    """Return outcomes: every second answer is right, the others are too long."""
    golds = [one.references[0] for one in questions]
    exact = np.arange(len(golds)) % 2 == 0
    return Outcomes(
        exact=exact.astype(np.float32),
        first_exact=exact.astype(np.float32),
        f1=np.where(exact, 1, 0.5).astype(np.float32),
        probability=np.linspace(0.9, 0.1, len(golds)).astype(np.float32),
        confidence=np.linspace(0.8, 0.2, len(golds)).astype(np.float32),
        kinds=np.array([KINDS.index(kind(one.question)) for one in questions]),
        contained=outcomes.bits([contained(one.question) for one in questions]),
        contained_words=outcomes.bits([as_words(one.question) for one in questions]),
        words=np.array([len(gold.text.split()) for gold in golds]),
        starts=np.array([gold.start for gold in golds]),
        ends=np.array([gold.end for gold in golds]) + np.where(exact, 0, 6),
    )


@pytest.fixture
def outcome(home, monkeypatch, tmp_path) -> Outcomes:
    """A network that was asked our questions as if they were SQuAD's dev set."""
    questions = ours()
    found = became(questions)
    outcomes.write(tmp_path / outcomes.FILE, found)
    tiny.ship("reading", QUICK, "asked", {outcomes.FILE: tmp_path / outcomes.FILE})
    marked = tuple(
        tuple((one.start, one.end) for one in asked.references) for asked in questions
    )
    nothing = statistics.Characters({}, {}, "")
    counted = statistics.Statistics({}, nothing, marked, {"dev": "ours"})
    monkeypatch.setattr(statistics, "load", lambda: counted)
    return found


@pytest.fixture
def _data(monkeypatch) -> None:
    """Our questions in place of SQuAD's."""
    monkeypatch.setattr(dev_questions, "is_available", lambda root: True)
    monkeypatch.setattr(dev_questions, "read", lambda root: ours())


def subheader(test: AppTest) -> str:
    return test.subheader[0].value


def test_without_a_published_network_it_says_how_to_get_one(home) -> None:
    test = visit(reading_tab="Mistakes")
    assert any("./loupe publish reading" in info.value for info in test.info)


def test_counts_need_no_data(outcome) -> None:
    test = visit(reading_tab="Mistakes")
    assert not test.error
    wrong = int((outcome.exact == 0).sum())
    assert subheader(test) == f"{wrong} questions, most probable answer first"
    assert any("./loupe fetch reading" in info.value for info in test.info)
    captions = " ".join(caption.value for caption in test.caption)
    assert f"too long {wrong:,}" in captions


def test_group_and_way_choose_the_questions(outcome) -> None:
    test = visit(
        reading_tab="Mistakes",
        reading_mistakes_group="who",
        reading_mistakes_which="right",
    )
    here = outcome.kinds == KINDS.index("who")
    right = int((here & (outcome.exact == 1)).sum())
    assert subheader(test).startswith(f"{right} question")


def test_another_grouping_has_groups_of_its_own(outcome) -> None:
    test = visit(reading_tab="Mistakes", reading_mistakes_group="who")
    test.selectbox(key="reading_mistakes_by").set_value("length").run()
    assert not test.exception
    assert test.selectbox(key="reading_mistakes_group").value == "all"
    test.selectbox(key="reading_mistakes_group").set_value("1").run()
    wrong = int(((outcome.words == 1) & (outcome.exact == 0)).sum())
    assert subheader(test).startswith(f"{wrong} question")


@pytest.mark.usefixtures("_data")
class TestWithData:
    def test_questions_are_drawn_with_both_answers(self, outcome) -> None:
        test = visit(reading_tab="Mistakes")
        first = next(
            o for o, right in zip(ours(), outcome.exact, strict=True) if not right
        )
        assert any(first.question in text.value for text in test.markdown)
        text = " ".join(caption.value for caption in test.caption)
        assert first.references[0].text in text.replace("\\", "")

    @pytest.mark.usefixtures("outcome")
    def test_one_is_opened_in_try_with_its_answers(self, monkeypatch) -> None:
        worked = example.read(QUICK)  # in place of asking a network, which takes long
        monkeypatch.setattr(try_it, "_answer", lambda *_: worked)
        test = visit(
            reading_tab="Mistakes",
            reading_max_answer_words="1",
            reading_joint="separate",
        )
        button = next(b for b in test.button if b.label == "Open in Try")
        number = int(button.key.rpartition("_")[2])
        button.click().run()
        assert not test.exception
        assert test.session_state["reading_tab"] == "Try"
        asked = ours()[number]
        assert test.text_area(key="reading_context").value == asked.context
        assert test.text_input(key="reading_question").value == asked.question
        assert test.number_input(key="reading_number").value == number + 1
        # Outcomes are those of the network's own search.
        assert test.session_state["reading_max_answer_words"] == 17
        assert test.session_state["reading_joint"] is True
        text = " ".join(caption.value for caption in test.caption)
        assert asked.references[0].text in text.replace("\\", "")

    def test_a_page_holds_eight(self, outcome) -> None:
        test = visit(reading_tab="Mistakes")
        shown = [b.key for b in test.button if b.label == "Open in Try"]
        assert int((outcome.exact == 0).sum()) > len(shown) == 8
