"""The networks: the original post's sizes, and padding that changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from engine.sentiment.config import PRESETS
from engine.sentiment.encoding import CharacterEncoder
from engine.sentiment.model import build

EACH = pytest.mark.parametrize("preset", PRESETS)
TEXTS = [
    ("not", "bad"),
    ("a", "warm", "little", "film", "."),
    ("Dull",),
    ("Not", "bad", "at", "all", ",", "and", "far", "too", "long", "."),
]


def logits(network, texts, length):
    encoded = network.encoder.encode(texts)
    inputs = encoded.inputs(np.arange(len(texts)), length)
    return np.asarray(network.model.predict_on_batch(inputs))


@EACH
def test_padding_changes_no_logit(preset, untrained):
    network = untrained(preset)
    lengths = network.encoder.encode(TEXTS).lengths
    alone = np.concatenate(
        [
            logits(network, [text], network.encoder.padded(int(length)))
            for text, length in zip(TEXTS, lengths, strict=True)
        ]
    )
    assert np.abs(alone[0] - alone[1]).max() > 1e-3
    for far in (int(lengths.max()), 3 * int(lengths.max())):
        together = logits(network, TEXTS, network.encoder.padded(far))
        np.testing.assert_allclose(together, alone, rtol=0, atol=2e-5)


@pytest.mark.parametrize("max_characters", [9, 17, 52, 53, 54])
def test_characters_padded_to_any_length_have_the_same_logits(max_characters):
    text = "abc " * (max_characters // 4 + 1)
    encoder = CharacterEncoder.of([(text[:max_characters].replace(" ", "_"),)])
    assert encoder.max_characters == max_characters
    from dataclasses import replace

    config = replace(
        PRESETS["char_cnn"], filters=4, first_units=6, second_units=5, dropout=0.0
    )
    model = build(config, encoder)
    encoded = encoder.encode([("abca",)])
    at = np.array([0])
    expected = np.asarray(model.predict_on_batch(encoded.inputs(at, max_characters)))
    for length in {encoder.padded(n) for n in range(4, max_characters + 1)}:
        outputs = np.asarray(model.predict_on_batch(encoded.inputs(at, length)))
        np.testing.assert_allclose(outputs, expected, rtol=0, atol=2e-6)


def test_char_cnn_has_the_layers_of_the_original_post():
    """Two convolutions of 64 × 3, stride 1, ReLU, pooling by 3; 1,024; 256; 0.5."""
    encoder = CharacterEncoder.of([("x" * 267,), tuple("abcdefg hi")])
    size = len(encoder.vocabulary)
    model = build(PRESETS["char_cnn"], encoder)
    for number, channels in ((1, size), (2, 64)):
        layer = model.get_layer(f"convolution_{number}")
        assert tuple(layer.kernel.shape) == (3, channels, 64)
        assert layer.strides == (1,)
        assert layer.activation.__name__ == "relu"
        assert layer.output.shape == (None, None, 64)
        pool = model.get_layer(f"pool_{number}")
        assert pool.pool_size == (3,)
        assert pool.strides == (3,)
    rows = 267 // 3 // 3
    assert model.get_layer("flat").output.shape == (None, rows * 64)
    for name, shape in (
        ("dense_1", (rows * 64, 1024)),
        ("dense_2", (1024, 256)),
        ("logits", (256, 5)),
    ):
        assert tuple(model.get_layer(name).kernel.shape) == shape
    assert model.get_layer("dense_1").activation.__name__ == "relu"
    assert model.get_layer("dense_2").activation.__name__ == "relu"
    assert model.get_layer("logits").activation.__name__ == "linear"
    rates = [v.rate for v in model.layers if type(v).__name__ == "Dropout" and v.rate]
    assert rates == [0.5, 0.5]


def test_char_cnn_reads_one_hot_characters(untrained):
    network = untrained("char_cnn")
    first = network.model.get_layer("convolution_1")
    assert first.input.shape[-1] == len(network.encoder.vocabulary)


@pytest.mark.parametrize("preset", ["quick", "glove_dnn", "word_counts"])
def test_bag_ignores_word_order(preset, untrained):
    network = untrained(preset)
    reversed_texts = [text[::-1] for text in TEXTS]
    outputs = [logits(network, texts, 12) for texts in (TEXTS, reversed_texts)]
    np.testing.assert_allclose(*outputs, rtol=0, atol=2e-5)


@pytest.mark.parametrize("preset", ["char_cnn", "lstm", "best"])
def test_other_networks_depend_on_word_order(preset, untrained):
    network = untrained(preset)
    length = network.encoder.padded(40 if preset == "char_cnn" else 12)
    reversed_texts = [text[::-1] for text in TEXTS[:2]]
    before, after = (
        logits(network, texts, length) for texts in (TEXTS[:2], reversed_texts)
    )
    assert np.abs(before - after).max(axis=1).min() > 1e-3


def test_untrained_network_reads_glove_without_offsets():
    from engine.data import glove
    from engine.sentiment.encoding import WordEncoder

    encoder = WordEncoder.of(TEXTS, 1, glove.load())
    model = build(PRESETS["quick"], encoder)
    assert not np.asarray(model.get_layer("word_embedding").table).any()
