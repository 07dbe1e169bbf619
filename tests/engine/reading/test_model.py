"""The whole network: what its settings add, and what is dropped only in training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import weights
from engine.reading.config import ReadingConfig
from engine.reading.model import build

RANDOM = np.random.default_rng(0)
SMALL = ReadingConfig(hidden_size=4, character_filters=3, dropout=0.0)
BEST = replace(SMALL, word_match="exact and soft", self_attention="trilinear")
CHARACTERS = RANDOM.normal(size=(6, 50)).astype(np.float32)
WORDS = 9
INPUTS = {
    "characters": RANDOM.integers(0, 6, (WORDS, SMALL.max_word_characters)),
    "vectors": RANDOM.normal(size=(WORDS, 100)).astype(np.float32),
    "context": RANDOM.integers(1, WORDS, (2, 7)),
    "question": RANDOM.integers(1, WORDS, (2, 3)),
    "word_overlap": RANDOM.integers(0, 2, (2, 7, 2)).astype(np.float32),
}


def test_word_match_is_added_to_the_context():
    without = build(SMALL, CHARACTERS)
    told = build(replace(SMALL, word_match="exact and soft"), CHARACTERS)
    shared = weights.of_model(without)
    nothing = {
        variable.path: np.zeros(variable.shape, np.float32)
        for variable in told.weights
        if variable.path not in shared
    }
    assert any(path.startswith("word_match") for path in nothing)
    weights.assign({v.path: v for v in told.weights}, shared | nothing)
    np.testing.assert_allclose(told(INPUTS), without(INPUTS), rtol=1e-5, atol=1e-6)


@pytest.fixture(scope="module")
def plain():
    """A network without dropout, and its answer."""
    network = build(BEST, CHARACTERS)
    answer = np.asarray(network(INPUTS))
    np.testing.assert_allclose(network(INPUTS, training=True), answer, rtol=1e-5)
    return network, answer


@pytest.mark.parametrize("place", ["dropout", "attention_dropout", "output_dropout"])
def test_each_dropout_is_felt_in_training_alone(place, plain):
    network, expected = plain
    dropping = build(replace(BEST, **{place: 0.5}), CHARACTERS)
    weights.assign({v.path: v for v in dropping.weights}, weights.of_model(network))
    np.testing.assert_allclose(dropping(INPUTS), expected, rtol=1e-5, atol=1e-6)
    assert not np.allclose(dropping(INPUTS, training=True), expected, atol=1e-3)
