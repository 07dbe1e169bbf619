"""Worked numbers of the sentiment networks: each is the network's own, to 1e-5."""

from __future__ import annotations

from itertools import pairwise

import keras
import numpy as np
import pytest

from engine.errors import TextError
from engine.sentiment.analysis import attention, convolution, dense
from tests.engine.sentiment.analysis.test_occlusion import REVIEWS, exact

REVIEW = REVIEWS[3]
SQUASHED = {"relu": lambda x: max(x, 0.0), "": lambda x: x}


@pytest.mark.parametrize("preset", ["glove_dnn", "char_cnn", "lstm", "best"])
@pytest.mark.parametrize("review", REVIEWS, ids="-".join)
def test_every_unit_is_the_sum_of_its_products_up_to_the_logits(
    preset, review, untrained
):
    network = untrained(preset)
    layers = dense.layers(network, review)
    assert layers[-1].name == "logits"
    for layer in layers:
        for index in range(len(layer.outputs)):
            made = layer.unit(index)
            assert len(made.terms) == len(layer.inputs) + 1
            assert SQUASHED[made.activation](made.total) == pytest.approx(
                made.result, abs=1e-5
            )
    for before, after in pairwise(layers):
        np.testing.assert_array_equal(before.outputs, after.inputs)
    logits = layers[-1].outputs
    np.testing.assert_allclose(logits, exact(network, review), rtol=0, atol=1e-5)


@pytest.mark.parametrize("review", REVIEWS, ids="-".join)
def test_mean_is_every_words_vector_divided_by_their_number(review, untrained):
    found = dense.mean(untrained("glove_dnn"), review)
    assert found.vectors.shape == (len(review), 100)
    for index in (0, 37, 99):
        made = found.dimension(index)
        assert [term.name for term in made.terms] == list(review)
        assert made.total == pytest.approx(made.result, abs=1e-5)


def test_logit_of_word_counts_is_the_sum_of_its_words(untrained):
    network = untrained("word_counts")
    assert dense.layers(network, REVIEW) == ()
    for label, logit in enumerate(exact(network, REVIEW)):
        made = dense.counted(network, REVIEW, label)
        assert made.total == pytest.approx(float(logit), abs=1e-5)
        assert len(made.terms) == len(REVIEW) + 1


@pytest.mark.parametrize("review", REVIEWS, ids="-".join)
def test_both_poolings_are_what_the_logits_get(review, untrained):
    found = attention.pooling(untrained("best"), review)
    for word in range(len(review)):
        made = found.similarity_of(word)
        assert made.total == pytest.approx(made.result, abs=1e-5)
    shares = found.exponents / found.exponents.sum()
    np.testing.assert_allclose(found.weights, shares, rtol=0, atol=1e-6)
    for index in range(found.states.shape[1]):
        made = found.dimension(index)
        assert made.total == pytest.approx(made.result, abs=1e-5)
        assert found.states[found.winners[index], index] == found.largest[index]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("review", [*REVIEWS, ("a",)], ids="-".join)
def test_every_place_of_a_filter_is_a_sum_and_pooling_keeps_the_largest(
    number, review, untrained
):
    network = untrained("char_cnn")
    found = convolution.convolution(network, review, number)
    typed = " ".join(review)[: network.encoder.max_characters]
    text = network.encoder.vocabulary.encode(typed).text
    names = "".join(found.name(at) for at in range(len(found.outputs)))
    assert text.startswith(names)
    dropped = len(text) - len(names)  # by a pooling whose last window is not full
    assert dropped < 9 if len(text) == network.encoder.max_characters else not dropped
    for place in range(len(found.outputs)):
        for channel in (0, 5):
            made = found.at(place, channel)
            assert max(made.total, 0) == pytest.approx(made.output, abs=1e-5)
            assert made.by_position.sum() + made.bias == pytest.approx(
                made.total, abs=1e-5
            )
            assert made.window[made.at] == made.output
            assert made.kept == pytest.approx(max(made.window), abs=1e-6)


def test_first_convolution_reads_one_weight_for_each_character(untrained):
    network = untrained("char_cnn")
    found = convolution.convolution(network, ("bad", "film"), 1)
    made = found.at(1, 2)
    assert made.names == ("b", "a", "d")
    ids = network.encoder.encode([("bad",)]).indices
    expected = found.kernel[[0, 1, 2], ids, 2]
    np.testing.assert_allclose(made.by_position, expected, rtol=0, atol=1e-6)
    assert found.at(0, 2).names == ("", "b", "a")


def test_convolution_shows_the_characters_that_were_read(untrained):
    network = untrained("char_cnn")
    found = convolution.convolution(network, ("100%", "fun", "😀"), 1)
    assert len(found.text) == len("100% fun 😀")
    assert network.encoder.in_vocabulary(found.text)


@pytest.mark.parametrize("number", [1, 2])
def test_place_depends_on_the_characters_of_its_span_alone(number, untrained):
    network = untrained("char_cnn")
    text = "a warm and funny little film"
    before = convolution.convolution(network, text.split(), number)
    place = 4
    start, end = before.span(place)
    assert 0 < start < end < len(text)
    for at, character in enumerate(text):
        if character == " ":
            continue
        changed = text[:at] + "q" + text[at + 1 :]
        after = convolution.convolution(network, changed.split(), number)
        same = np.allclose(after.outputs[place], before.outputs[place], atol=1e-6)
        assert same or start <= at < end


def test_padding_does_not_reach_a_place(untrained):
    network = untrained("char_cnn")
    (layer,) = (
        layer for layer in network.model.layers if layer.name == "convolution_1"
    )
    assert isinstance(layer, keras.layers.Conv1D)
    last = convolution.convolution(network, ("good",), 1).at(3, 0)
    assert last.names == ("o", "d", "")
    assert not last.patch[2].any()


@pytest.mark.parametrize(
    ("take", "message"),
    [
        (lambda network: dense.mean(network, REVIEW), "bag of word vectors"),
        (lambda network: convolution.convolution(network, REVIEW, 1), "character CNN"),
        (lambda network: attention.pooling(network, REVIEW), "attention pooling"),
    ],
)
def test_another_network_is_refused(take, message, untrained):
    with pytest.raises(TextError, match=message):
        take(untrained("lstm"))
