"""The gradient of the answer, and the question reduced to what the answer needs."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from engine.backend import compiled
from engine.reading.analysis import reduction, saliency
from engine.reading.analysis.samples import SAMPLES
from engine.reading.encoding import Encoded
from engine.reading.predict import Reader


@pytest.fixture(scope="module")
def reader(learned) -> Reader:
    return Reader(learned("reading", "quick").checkpoint)


@pytest.fixture
def reading(reader):
    return reader.read(SAMPLES[0].context, "Who lit the lamp of the lighthouse?")


def test_gradient_is_of_the_answer_and_each_word_has_its_own(
    reader, reading, monkeypatch
):
    taken, calls = [], []

    def kept(function, symbols):
        def counted(*tensors):
            calls.append(tensors)
            return function(*tensors)

        def asked(*arrays):
            taken.append(float(function(*map(keras.ops.convert_to_tensor, arrays))))
            return graph(*arrays)

        graph = gradient_of(counted, symbols)
        return asked

    gradient_of = compiled.gradient_of
    monkeypatch.setattr(compiled, "gradient_of", kept)
    context, question = saliency.saliency(reader, reading)
    words = reader.word_table()
    item = Encoded(
        words.ids(reading.context.words),
        words.ids(reading.question.words),
        reading.candidates[0].words,
    )
    (probability,) = reader.span_probabilities([item], words)
    assert np.exp(taken[0]) == pytest.approx(probability, rel=1e-4)
    assert (len(context), len(question)) == (len(item.context), len(item.question))
    twice = [i for i, word in enumerate(reading.question.words) if word == "the"]
    assert question[twice[0]] != question[twice[1]]
    longer = reader.read(f"{SAMPLES[0].context} " * 2, "Who?")
    assert len(saliency.saliency(reader, longer)[1]) == 1 + 1
    if keras.backend.backend() == "tensorflow":
        assert len(calls) == 1  # compiled for the first question, and for all others


@pytest.mark.parametrize("search", [{}, {"max_answer_words": 1}])
def test_reduced_question_keeps_its_answer(reader, reading, search):
    reading = reader.read(reading.context.text, reading.question.text, **search)
    reduced = reduction.reduce(reader, reading, **search)
    assert reduced.steps[0].question == reading.question.words
    sizes = [len(step.question) for step in reduced.steps]
    assert sizes == list(range(sizes[0], sizes[-1] - 1, -1))
    shortest = " ".join(reduced.shortest.question)
    again = reader.read(reading.context.text, shortest, **search)
    assert again.answer == reading.answer
    assert reduced.ended != reading.answer
    assert bool(reduced.ended) == (sizes[-1] > 1)
