"""Attention weights are those with which the network mixes the words."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from engine.errors import TextError
from engine.sentiment.analysis import attention
from tests.engine.sentiment.analysis.test_occlusion import REVIEWS, exact


@pytest.mark.parametrize("review", REVIEWS, ids="-".join)
def test_words_mixed_by_the_weights_give_the_networks_logits(review, untrained):
    network = untrained("best")
    alpha = attention.weights(network, review)
    assert alpha.shape == (len(review),)
    assert alpha.sum() == pytest.approx(1, abs=1e-6)
    model = network.model
    inputs = network.encoder.encode([review]).inputs(np.array([0]), len(review))
    hidden = keras.Model(model.inputs, model.get_layer("attention_hidden").input)
    h = np.asarray(hidden(inputs, training=False))[0]
    pooled = np.concatenate([alpha @ h, h.max(axis=0)])
    kernel, bias = (np.asarray(w) for w in model.get_layer("logits").weights)
    np.testing.assert_allclose(
        pooled @ kernel + bias, exact(network, review), rtol=0, atol=1e-5
    )


def test_network_without_attention_and_a_long_review_are_refused(untrained):
    with pytest.raises(TextError, match="attention pooling"):
        attention.weights(untrained("lstm"), ("good",))
    with pytest.raises(TextError, match="201 words"):
        attention.weights(untrained("best"), ("good",) * 201)
