"""The loaded network: every input of a user gets an answer or a sentence."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from engine.data.lookup import of_words
from engine.errors import CheckpointError, TextError
from engine.reading import windows
from engine.reading.analysis.samples import SAMPLES
from engine.reading.answers import to_dict
from engine.reading.encoding import Encoded
from engine.reading.predict import Reader

SAMPLE = SAMPLES[0]
QUESTION = SAMPLE.questions[0][0]


@pytest.fixture(scope="module")
def checkpoint(learned):
    return learned("reading", "quick").checkpoint


@pytest.fixture(scope="module")
def reader(checkpoint):
    reader = Reader(checkpoint)
    reader.warm()
    return reader


def test_answer_is_copied_from_the_context(reader):
    reading = reader.read(SAMPLE.context, QUESTION)
    assert len(reading.candidates) == 5
    for candidate in reading.candidates:
        start, end = candidate.characters
        assert SAMPLE.context[start:end] == candidate.text
    chances = [candidate.probability for candidate in reading.candidates]
    assert chances == sorted(chances, reverse=True)
    # A few validation questions say nothing about how often it is right.
    assert reading.confidence is None
    assert reading.has_answer
    np.testing.assert_allclose(reading.query_to_context.sum(), 1, rtol=1e-4)


def test_longest_answer_is_kept_to(reader):
    reading = reader.read(SAMPLE.context, QUESTION, max_answer_words=1, most=20)
    assert {c.words[1] - c.words[0] for c in reading.candidates} == {1}


@pytest.mark.parametrize(
    ("context", "question", "sentence"),
    [("", "Who?", "paragraph is empty"), (" \n", "Who?", "paragraph is empty"),
     ("A lamp.", "", "question is empty"), ("A lamp.", "  ", "question is empty"),
     ("word " * 50_001, "Who?", "maximum is 50,000")],
)  # fmt: skip
def test_empty_or_endless_is_refused_with_a_sentence(
    reader, context, question, sentence
):
    with pytest.raises(TextError, match=sentence):
        reader.read(context, question)


@pytest.mark.parametrize(
    ("context", "question"),
    [("Gull", "What?"), ("漢字 が ある", "何?"), ("<b>bold</b> & <i>x</i>", "Who <b>?"),
     ("a \0 b \x07 c", "\0 what?"), ("\U0001f600 \ud800", "Why \U0001f600?")],
)  # fmt: skip
def test_odd_input_is_answered(reader, context, question):
    reading = reader.read(context, question)
    start, end = reading.candidates[0].characters
    assert context[start:end] == reading.answer


def test_long_question_is_cut_off(reader):
    reading = reader.read(SAMPLE.context, "who " * 45)
    assert (len(reading.question), reading.dropped) == (30, 15)


def test_long_context_is_read_in_windows_that_cover_it(reader):
    context = " ".join(sample.context for sample in SAMPLES * 4)
    reading = reader.read(context, QUESTION)
    assert reading.windows == len(windows.starts(len(reading.context))) > 5
    np.testing.assert_allclose(reading.start_probabilities.sum(), 1)
    np.testing.assert_allclose(reading.context_to_query.sum(axis=1), 1, rtol=1e-4)


@pytest.mark.parametrize("place", [0, 299, 13_000, 19_997])
def test_answer_is_found_anywhere_in_20_000_words(reader, monkeypatch, place):
    words = ["word"] * 20_000
    words[place : place + 2] = ["Marta", "Lind"]
    sizes = []

    def predict(items, table):
        """Point at the name in each window by itself."""
        sizes.append((len(items), max(len(item.context) for item in items)))
        names = table.ids(["Marta", "Lind"])
        rows = np.full((len(items), 2, 320), -1e9)
        for row, item in zip(rows, items, strict=True):
            row[:, : len(item.context)] = 10.0 * (item.context == names[:, None])
        return rows, np.ones((len(items), 320, 4)), np.ones((len(items), 320))

    monkeypatch.setattr(reader, "_predict", predict)
    reading = reader.read(" ".join(words), "Who built it?")
    assert reading.answer == "Marta Lind"
    assert reading.candidates[0].words == (place, place + 2)
    assert reading.candidates[0].probability == pytest.approx(0.28, abs=0.05)
    assert reading.windows == sum(count for count, _ in sizes)
    # Memory is bounded: so much is read at once, however long the context.
    assert max(sizes) == (8, 300)


def test_span_probabilities_are_those_of_a_reading(reader):
    reading = reader.read(SAMPLE.context, QUESTION)
    words = reader.word_table()
    ids = [words.ids(text.words) for text in (reading.context, reading.question)]
    items = [Encoded(*ids, c.words) for c in reading.candidates] * 8
    found = reader.span_probabilities(items, words)
    wanted = [c.probability for c in reading.candidates] * 8
    np.testing.assert_allclose(found, wanted, rtol=1e-4)


def test_unknown_words_are_listed_once(reader):
    reading = reader.read("The zqxjk met a zqxjk and a gull.", "Who is zqxjk?")
    assert reading.unknown == ("zqxjk",)


def test_missing_epoch_gets_a_sentence(checkpoint):
    Reader(checkpoint, 1)
    with pytest.raises(CheckpointError, match="no snapshot of epoch 7"):
        Reader(checkpoint, 7)


NAMES = (
    "Zoë Müller was born in Zürich. José Núñez was born in Málaga. "
    "Łukasz Dvořák was born in Plzeň, and he didn\u2019t leave."
)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "\u00ad".join(text),
        lambda text: text.replace("l", "l\u2060").replace("\u2019", "`"),
        lambda text: "\ufeff" + text.replace(" ", "\u200b \u200b"),
    ],
)
def test_however_a_text_is_written_it_is_answered_alike(reader, change):
    question = "Who was born in Plzeň?"
    plain, odd = (
        reader.read(NAMES, question),
        reader.read(change(NAMES), change(question)),
    )
    assert odd.context.text == change(NAMES)
    np.testing.assert_array_equal(plain.start_probabilities, odd.start_probabilities)
    assert plain.confidence == odd.confidence
    for mine, other in zip(plain.candidates, odd.candidates, strict=True):
        # By words: of “.\u200b \u200bJosé” alone nobody knows that one space is meant.
        assert of_words(other.text).text.split() == of_words(mine.text).text.split()
        start, end = other.characters
        assert change(NAMES)[start:end] == other.text


@pytest.mark.parametrize("nothing", ["\u200b", "\0\x07", "\u3164", "\ufeff \n"])
def test_what_shows_nothing_is_empty(reader, nothing):
    with pytest.raises(TextError, match="The paragraph is empty"):
        reader.read(nothing, QUESTION)
    with pytest.raises(TextError, match="The question is empty"):
        reader.read(SAMPLE.context, nothing)


@pytest.mark.parametrize(
    ("context", "question"),
    [
        ("灯台は一八七四年に建てられた。", "Who built it?"),
        ("The lamp was lit by Tomas.", "Кто зажёг лампу?"),
    ],
)
def test_other_languages_are_said_and_get_no_confidence(reader, context, question):
    reading = reader.read(context, question)
    assert not reading.english
    given = to_dict(reading, "quick")
    assert given["confidence"] is given["has_answer"] is None
    assert "English only" in given["note"]
    assert {each["probability"] for each in given["candidates"]} == {None}
    assert reader.read(SAMPLE.context, QUESTION).english
