"""The difference of two logits is the sum of its words and a rest."""

from __future__ import annotations

import numpy as np
import pytest

from engine.sentiment.analysis import dense
from engine.sentiment.analysis.difference import difference
from tests.engine.sentiment.analysis.test_occlusion import REVIEWS, exact

EXACT = ("quick", "word_counts", "best", "char_cnn")


@pytest.mark.parametrize("preset", EXACT)
@pytest.mark.parametrize("review", REVIEWS, ids="-".join)
def test_words_and_rest_are_the_networks_difference(preset, review, untrained):
    network = untrained(preset)
    logits = exact(network, review)
    for label, other in ((3, 1), (4, 0), (0, 2)):
        found = difference(network, review, label, other)
        assert found.parts.shape == (len(review),)
        assert found.whole == pytest.approx(logits[label] - logits[other], abs=1e-5)
        assert found.missing == pytest.approx(0, abs=2e-5)


def test_lstm_names_its_integration_error(untrained):
    found = difference(untrained("lstm"), REVIEWS[3], 3, 1)
    assert found.method == "gradients"
    assert abs(found.missing) < 0.02 * max(1, abs(found.whole))


def test_swapped_classes_change_every_sign(untrained):
    for preset in EXACT:
        one = difference(untrained(preset), REVIEWS[0], 3, 1)
        two = difference(untrained(preset), REVIEWS[0], 1, 3)
        np.testing.assert_allclose(one.parts, -two.parts, rtol=0, atol=1e-5)


def test_rest_of_attention_pooling_is_the_bias_of_the_logits(untrained):
    network = untrained("best")
    bias = dense.layers(network, REVIEWS[3])[-1].bias
    found = difference(network, REVIEWS[3], 3, 1)
    assert found.rest == pytest.approx(float(bias[3] - bias[1]), abs=1e-6)


def test_character_cnn_is_linear_where_no_relu_and_no_maximum_switches(untrained):
    """The rest is what the biases alone give through the same ReLUs and maxima."""
    network, review = untrained("char_cnn"), REVIEWS[0]
    found = difference(network, review, 3, 1)
    assert found.rest == pytest.approx(_biases_alone(network, review), abs=1e-4)


def _biases_alone(network, review) -> float:
    """Return the difference of a review without characters, with its switches."""
    from engine.sentiment.analysis.convolution import convolution

    x = None  # what biases alone give of the layer below, (T, C)
    for number in (1, 2):
        layer = convolution(network, review, number)
        places, channels = layer.outputs.shape
        total = np.tile(layer.bias, (places, 1)).astype(np.float64)
        if x is not None:
            padded = np.pad(x[:places], ((1, 1), (0, 0)))
            for at in range(3):
                total += padded[at : at + places] @ layer.kernel[at]
        total *= layer.outputs > 0
        x = np.zeros((len(layer.pooled), channels))
        for row in range(len(layer.pooled)):
            window = layer.outputs[3 * row : 3 * row + 3]
            kept = window.argmax(axis=0)
            x[row] = total[3 * row + kept, np.arange(channels)]
    layers = dense.layers(network, review)
    values = np.zeros(len(layers[0].inputs))
    values[: x.size] = x.reshape(-1)
    for layer in layers:
        values = values @ layer.kernel + layer.bias
        if layer.activation:
            values = values * (layer.outputs > 0)
    return float(values[3] - values[1])
