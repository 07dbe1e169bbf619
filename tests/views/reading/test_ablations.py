from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.reading import data
from engine.reading.analysis import dev_questions, outcomes
from engine.reading.analysis.outcomes import Outcomes
from engine.reading.analysis.samples import SAMPLES
from tests.contract import contexts
from tests.views import visiting

visit = partial(visiting.visit, "reading", reading_tab="Ablations")
RIGHT = {"baseline": (0, 1), "attention_flow": (1, 2), "characters": (1, 3, 4)}
TITLES = {
    "baseline": "Baseline",
    "attention_flow": "BiDAF attention",
    "characters": "Character CNN",
}


def words_of(test: AppTest) -> str:
    """Return all that the page says."""
    kinds = (test.markdown, test.caption, test.info, test.error)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.fixture(scope="module")
def dev() -> tuple[dev_questions.AnsweredQuestion, ...]:
    """Our own questions in the place of SQuAD's."""
    return dev_questions.from_paragraphs(
        data.read(contexts.squad(), "ours.json").paragraphs
    )


def outcome(right: tuple[int, ...], count: int) -> Outcomes:
    """Return outcomes of so many questions, some of them right."""
    exact = np.zeros(count, np.float32)
    exact[list(right)] = 1
    whole = np.zeros(count, np.int32)
    return Outcomes(*[exact] * 5, *[whole] * 5, whole + 5)


@pytest.fixture
def networks(home, learned, dev, tmp_path) -> None:
    """One tiny network in the place of three ablations, and what each got right."""
    trained = learned("reading", "quick").checkpoint
    card = checkpoint.read_card(trained, "reading")
    root = home / "checkpoints" / "reading"
    root.mkdir()
    for preset, right in RIGHT.items():
        kept = tmp_path / f"{preset}.h5"
        outcomes.write(kept, outcome(right, len(dev)))
        files = {file: trained / file for file in card.files} | {outcomes.FILE: kept}
        name = preset.replace("_", "-")
        checkpoint.write(
            root / name, replace(card, name=name, preset=preset), dict(files)
        )


@pytest.fixture
def with_data(monkeypatch, dev) -> None:
    monkeypatch.setattr(dev_questions, "is_available", lambda root: True)
    monkeypatch.setattr(dev_questions, "read", lambda root: dev)


def test_without_any_ablation_all_seven_are_missing(home) -> None:
    said = words_of(visit())
    assert "Not trained yet: Baseline, BiDAF attention, Smart span" in said
    assert "./loupe train reading --preset baseline" in said


@pytest.mark.usefixtures("networks")
class TestAnswers:
    def test_all_that_are_here_answer_side_by_side(self) -> None:
        test = visit()
        table = test.table[0].value
        assert list(table["Network"]) == list(TITLES.values())
        assert all(answer in SAMPLES[0].context for answer in table["Answer"])
        assert all(
            verdict in ("✓ right", "✗ wrong") or verdict.startswith("≈ F1 ")
            for verdict in table["Right?"]
        )
        assert "Not trained yet: Smart span, 1 modelling LSTM" in words_of(test)

    def test_only_chosen_ones_are_asked(self) -> None:
        test = visit()
        test.button_group(key="reading_ablations").set_value(["Baseline"]).run()
        assert not test.exception
        assert list(test.table[0].value["Network"]) == ["Baseline"]
        test.button_group(key="reading_ablations").set_value([]).run()
        assert not test.exception
        assert "Choose at least one network" in words_of(test)

    def test_empty_question_gets_one_sentence(self) -> None:
        test = visit()
        test.session_state["reading_question"] = ""
        test.run()
        assert not test.exception
        assert len(test.error) == 1
        assert "The question is empty" in test.error[0].value

    def test_link_that_lost_its_paragraph_says_so_once(self) -> None:
        (error,) = visit(reading_sample="own").error
        assert "could not carry its paragraph" in error.value

    def test_other_language_is_said_without_probabilities(self) -> None:
        test = visit(
            reading_sample="own",
            reading_context="灯台は一八七四年に建てられた。",
            reading_question="Who built it?",
        )
        (warning,) = test.warning
        assert "English only" in warning.value
        assert set(test.table[0].value["Probability"]) == {"–"}

    def test_answer_to_an_own_question_is_not_judged(self) -> None:
        test = visit()
        test.session_state["reading_question"] = "Whose lamp is it?"
        test.run()
        assert set(test.table[0].value["Right?"]) == {"unknown"}


@pytest.mark.usefixtures("networks")
class TestOnly:
    def test_counts_what_one_alone_gets_right(self, dev) -> None:
        test = visit()
        table = next(t.value for t in test.table if "Only this one" in t.value)
        alone = dict(zip(table["Network"], table["Only this one"], strict=True))
        assert alone == {"Baseline": "1", "BiDAF attention": "1", "Character CNN": "2"}
        assert f"Of {len(dev):,} dev questions, all 3 networks get 1 right" in words_of(
            test
        )
        assert "SQuAD is not on this machine" in words_of(test)

    @pytest.mark.usefixtures("with_data")
    def test_question_is_shown_and_opened_in_try(self, dev) -> None:
        test = visit()
        test.selectbox(key="reading_only_network").set_value("Character CNN").run()
        test.selectbox(key="reading_only_question").set_value("4").run()
        assert not test.exception
        assert f"**{dev[4].question}**" in words_of(test)
        test.button(key="reading_only_open").click().run()
        assert not test.exception
        assert test.text_input(key="reading_question").value == dev[4].question
        assert test.text_area(key="reading_context").value == dev[4].context
