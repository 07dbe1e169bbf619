"""Look inside: what is drawn of a reading, for any context and question."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.reading.analysis.excerpt import sentences
from engine.reading.analysis.samples import SAMPLES
from engine.reading.tokens import tokenise
from tests.contract import contexts, tiny
from tests.views.reading.test_page import visit
from views.reading.look_inside import attention, span_surface

SAMPLE = SAMPLES[0]
PAIRS, SELF, WHY = "Start and end", "Self-attention", "Occlusion"


@pytest.fixture(autouse=True)
def _network(home, learned) -> None:
    """A tiny network among the shipped checkpoints."""
    tiny.ship("reading", learned("reading", "quick").checkpoint, "tiny")


@pytest.fixture
def heats(monkeypatch):
    """The heat maps that are drawn, as they come."""
    seen = []
    for page in (attention, span_surface):
        monkeypatch.setattr(page, "heatmap", lambda heat, *_: seen.append(heat))
    return seen


def inside(**query: str):
    return visit(reading_tab="Look inside", **query)


def said(test) -> str:
    kinds = (test.markdown, test.caption, test.error, test.warning)
    return "\n".join(element.value for kind in kinds for element in kind)


def test_attention_is_cropped_to_the_sentence_of_the_answer(heats):
    test = inside()
    tokens = tokenise(SAMPLE.context)
    network = registry.get("reading").load(checkpoint.find("reading", "tiny"))
    first, last = (
        network.read(SAMPLE.context, SAMPLE.questions[0][0]).candidates[0].words
    )
    touched = [(a, b) for a, b in sentences(tokens) if a < last and b > first]
    whole = tokens.words[touched[0][0] : touched[-1][1]]
    assert tuple(heats[-1].columns) == whole
    test.segmented_control(key="reading_part").set_value("Whole paragraph").run()
    assert tuple(heats[-1].columns) == tokens.words
    np.testing.assert_allclose(heats[-1].array.sum(axis=0), 1, rtol=1e-4)


def test_typed_words_filter_rows_and_columns(heats):
    test = inside(reading_part="Whole paragraph", reading_columns="LIGHT goat zebra")
    assert {w.lower() for w in heats[-1].columns} == {"lighthouse", "light", "goat"}
    assert "Not among these words: “zebra”" in said(test)
    test.text_input(key="reading_rows").set_value("who").run()
    assert list(heats[-1].rows) == ["Who"]
    test.text_input(key="reading_rows").set_value("zebra").run()
    assert not test.exception
    assert list(heats[-1].rows) == []


def test_surface_marks_the_likeliest_pair(heats):
    test = inside(reading_view=PAIRS)
    heat = heats[-1]
    row, column = np.unravel_index(heat.array.argmax(), heat.array.shape)
    assert heat.rows[row].startswith("▸ ")
    assert heat.columns[column].startswith("▸ ")
    assert sum(name.startswith("▸") for name in (*heat.rows, *heat.columns)) == 2
    assert "of the probability" in said(test)


def test_words_are_deleted_on_demand_and_the_result_is_kept():
    test = inside(reading_view=WHY)
    words = len(tokenise(SAMPLE.context)) + len(tokenise(SAMPLE.questions[0][0]))
    assert f"reads the paragraph {words + 1} times" in said(test)
    test.button(key="reading_delete").click().run()
    assert not test.exception
    for _ in range(2):
        assert "The answer has" in said(test)
        assert "of the question" in said(test)
        assert not [b for b in test.button if b.key == "reading_delete"]
        test.run()
    test.segmented_control(key="reading_weighed").set_value("Gradient").run()
    test.button(key="reading_reduce").click().run()
    assert not test.exception
    assert "is enough for the same answer" in said(test)
    test.session_state["reading_question"] = SAMPLE.questions[1][0]
    test.run()
    assert test.button(key="reading_delete")


def test_time_machine_looks_with_earlier_weights(heats):
    inside()
    final = heats[-1].array
    test = inside(reading_epoch="1")
    assert not test.exception
    earlier = heats[-1].array
    assert final.shape != earlier.shape or np.abs(final - earlier).max() > 1e-6


@pytest.mark.parametrize(
    ("context", "question"),
    [
        ("Gull", "What?"),
        ("<script>alert(1)</script> & <b>", "Who <b>is</b> it?"),
        ("One | two * three.\n\n# Four", "who " * 45),
        ("word " * 20_000, "Which?"),
    ],
)
def test_any_text_is_drawn(context, question):
    test = inside(reading_part="Whole paragraph")
    test.session_state["reading_context"] = context
    test.session_state["reading_question"] = question
    for view in ("Attention", PAIRS, SELF, WHY):
        test.segmented_control(key="reading_view").set_value(view).run()
        assert not test.exception
        assert not test.error
    test.button(key="reading_delete").click().run()
    assert not test.exception
    assert "The answer has" in said(test)
    assert "<script>" not in said(test)


def test_other_language_has_its_attention_alone(heats):
    test = inside(reading_part="Whole paragraph")
    test.session_state["reading_context"] = "漢字 が ある。灯台。"
    test.session_state["reading_question"] = "何?"
    test.run()
    assert heats[-1].columns[0] == "漢字"
    for view in (PAIRS, WHY):
        test.segmented_control(key="reading_view").set_value(view).run()
        assert not test.exception
        assert not test.error
        assert "%" not in said(test)


@pytest.mark.parametrize(
    ("context", "question", "sentence"),
    [
        ("Gull", "What?", ""),
        ("Маяк построил Иван.", "Кто построил маяк?", "No word vector"),
        (SAMPLE.context, "who " * 45, "its last 15 words were not read"),
        ("word " * 20_000, "Which?", "read in 100 overlapping windows"),
    ],
)
def test_any_text_is_answered_in_its_place(context, question, sentence):
    test = visit()
    test.text_area(key="reading_context").set_value(context)
    test.text_input(key="reading_question").set_value(question).run()
    assert not test.exception
    assert not test.error
    assert test.metric[0].value in context
    assert sentence in said(test)


def test_bad_squad_file_gets_a_sentence_and_no_run():
    test = visit(reading_tab="Train")
    moved = json.loads(contexts.squad(1, 1))
    moved["data"][0]["paragraphs"][0]["qas"][0]["answers"][0]["answer_start"] = 4
    for content, sentence in (
        (b'{"data": [', "is not valid JSON"),
        (json.dumps(moved).encode(), "is not at character 4"),
    ):
        test.file_uploader(key="reading_own_file").upload("mine.json", content).run()
        assert not test.exception
        assert sentence in test.error[0].value
        assert test.button(key="reading_start").disabled


def test_empty_question_gets_a_sentence():
    test = inside()
    test.session_state["reading_question"] = " "
    test.run()
    assert not test.exception
    assert "The question is empty" in said(test)


def test_one_similarity_is_worked_by_hand():
    test = inside(reading_view="One similarity")
    parts, row = (table.value for table in test.table)
    assert len(parts) == 4
    assert len(row) == len(tokenise(SAMPLE.questions[0][0]))
    assert "Query-to-context attention" in said(test)
    box = next(b for b in test.selectbox if b.key.startswith("reading_by_hand_"))
    box.set_value("1").run()
    assert not test.exception
    assert not test.table[0].value.equals(parts)


@pytest.mark.parametrize("preset", ["best", "qanet"])
def test_words_of_the_paragraph_attend_to_each_other(preset, learned):
    tiny.ship("reading", learned("reading", preset).checkpoint, "tiny")
    test = inside(reading_view=SELF)
    assert not test.exception
    strongest = test.table[0].value
    weights = [float(each.strip("%<> ")) for each in strongest["Weight"]]
    assert weights == sorted(weights, reverse=True)
    assert "of its attention" in said(test)
    box = next(b for b in test.selectbox if b.key.startswith("reading_self_word"))
    box.set_value("2").run()
    assert not test.table[0].value.equals(strongest)
    test.segmented_control(key="reading_self_direction").set_value(
        "What attends to it"
    ).run()
    assert "All words together give it" in said(test)
    test.segmented_control(key="reading_view").set_value(WHY).run()
    test.segmented_control(key="reading_weighed").set_value(SELF).run()
    assert not test.exception
    assert "the mean of the answer’s words" in said(test)
    test.segmented_control(key="reading_view").set_value(SELF).run()
    if preset == "qanet":
        test.selectbox(key="reading_self_head").set_value("modelling_1-3-2").run()
        assert not test.exception
        assert len(test.table[1].value) == 2 * (1 + 3)


def test_network_without_self_attention_names_those_that_have_it():
    test = inside(reading_view=SELF)
    assert "has no self-attention" in test.info[0].value
