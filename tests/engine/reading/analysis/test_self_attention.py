"""Self-attention: every weight equals the network's own to 1e-5."""

from __future__ import annotations

from dataclasses import replace

import keras
import numpy as np
import pytest

from engine.data.spelling import FIRST
from engine.reading import model
from engine.reading.analysis.self_attention import (
    Head,
    heads,
    mean_of,
    reach,
    self_attention,
)
from engine.reading.analysis.similarity import outputs
from engine.reading.encoding import Encoded, collate
from engine.reading.predict import Reader
from engine.reading.tokens import tokenise

CONTEXT = tokenise("The goat cut the grass.")
QUESTION = tokenise("Who cut it?")


@pytest.fixture
def with_config(learned, monkeypatch):
    """Gives a network of another config, with random weights."""
    reader = Reader(learned("reading", "quick").checkpoint)

    def change(**settings):
        config = replace(reader.config, **settings)
        characters = np.zeros((len(reader.characters) + FIRST, 8), np.float32)
        monkeypatch.setattr(reader, "config", config)
        monkeypatch.setattr(reader, "model", model.build(config, characters))
        return reader

    return change


def test_head_of_a_network_of_lstms_is_that_of_the_network(with_config):
    reader = with_config(self_attention="trilinear")
    layer = reader.model.get_layer("self_attention")
    encoded = reader.model.get_layer("self_attention_encoder").output
    h, merged = outputs(reader, CONTEXT, QUESTION, [encoded, layer.output])
    ((head, weights),) = self_attention(reader, CONTEXT, QUESTION).items()
    width, size = h.shape[1], len(CONTEXT)
    assert (head,) == heads(reader.config)
    np.testing.assert_allclose(
        weights @ h[:size], merged[:size, width : 2 * width], atol=1e-5
    )
    assert not weights.diagonal().any()


def test_heads_of_encoder_blocks_are_those_of_the_network(with_config, monkeypatch):
    reader = with_config(
        encoder="convolution and self-attention", modelling_layers=2, hidden_size=8
    )
    ours = self_attention(reader, CONTEXT, QUESTION)
    seen = []
    softmax = keras.activations.softmax

    def noting(logits, *arguments, **options):
        weights = softmax(logits, *arguments, **options)
        if len(weights.shape) == 4:  # of heads
            seen.append(np.asarray(weights)[0])
        return weights

    monkeypatch.setattr(keras.activations, "softmax", noting)
    words = reader.word_table()
    ids = words.ids(CONTEXT.words), words.ids(QUESTION.words)
    inputs, _ = collate([Encoded(*ids, (0, 0))], words)
    reader.model(inputs)
    # The second of the contextual block is that of the question.
    blocks = [seen[0], *seen[2:]]
    size = len(CONTEXT)
    expected = [each[:size, :size] for block in blocks for each in block]
    assert list(ours) == list(heads(reader.config))
    assert len(ours) == len(expected) == 2 * (1 + 3 * 2)
    for weights, its in zip(ours.values(), expected, strict=True):
        np.testing.assert_allclose(weights, its, atol=1e-5)


def test_heads_come_in_the_order_in_which_they_read(learned):
    config = Reader(learned("reading", "quick").checkpoint).config
    assert heads(replace(config, self_attention="none")) == ()
    blocks = replace(
        config, encoder="convolution and self-attention", modelling_layers=2
    )
    assert [(each.layer, each.reading) for each in heads(blocks)][::2] == [
        ("contextual", 1),
        *[(f"modelling_{n}", reading) for reading in (1, 2, 3) for n in (1, 2)],
    ]
    assert heads(blocks)[1] == Head("contextual", 1, 2)


def test_single_word_attends_to_nothing(with_config):
    reader = with_config(self_attention="trilinear")
    (weights,) = self_attention(reader, tokenise("Goat"), QUESTION).values()
    assert weights.tolist() == [[0.0]]


def test_mean_is_over_the_heads_and_the_words_of_a_span():
    first, second = (np.eye(3, k=k, dtype=np.float32) for k in (0, 1))
    maps = {Head("a"): first, Head("b"): second}
    assert mean_of(maps, 0, 2).tolist() == [0.25, 0.5, 0.25]
    assert mean_of(maps, 2, 3).tolist() == [0, 0, 0.5]


def test_reach_is_that_of_known_heads():
    near = np.eye(6, k=1, dtype=np.float32)
    near[-1, 0] = 1  # the last looks back at the first, five words away
    assert reach(near).distance == pytest.approx((5 * 1 + 5) / 6)
    assert reach(near).words == pytest.approx(1)
    even = np.full((4, 4), 0.25, np.float32)
    assert reach(even).words == pytest.approx(4)
    assert reach(even).distance == pytest.approx(1.25)
