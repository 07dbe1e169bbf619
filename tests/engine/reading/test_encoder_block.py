"""QANet's encoder block: what each word can see, and that padding changes nothing."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from engine.reading.attention import WordDropout
from engine.reading.encoder_block import Convolution, EncoderBlock, HeadAttention

RANDOM = np.random.default_rng(0)
WIDTH = 8
TEXTS = RANDOM.normal(size=(2, 9, WIDTH)).astype(np.float32)
IDS = np.ones((2, 9), np.int32)
IDS[0, 6:] = 0


@pytest.fixture(scope="module")
def block():
    """A block with two convolutions over three words each, and dropout."""
    layer = EncoderBlock(WIDTH, 2, 3, 0.5, "contextual")
    layer(TEXTS, IDS)
    return layer


def moved(layer, place, text=1):
    """Return which words of a text are computed otherwise when one word changes."""
    changed = TEXTS.copy()
    changed[text, place, 0] += 1  # of all features, normalisation would take it away
    before, after = (np.asarray(layer(each)) for each in (TEXTS, changed))
    return ~np.isclose(before, after, atol=1e-6).all(axis=-1)[text]


def test_text_is_read_alike_however_it_is_padded(block):
    padded = np.asarray(block(TEXTS, IDS))
    alone = np.asarray(block(TEXTS[:1, :6], IDS[:1, :6]))
    np.testing.assert_allclose(padded[0, :6], alone[0], atol=1e-5)
    assert not padded[0, 6:].any()
    other = TEXTS + 5 * (IDS == 0)[..., None]
    np.testing.assert_allclose(np.asarray(block(other, IDS)), padded, atol=1e-5)


def test_every_word_sees_all_words_of_its_own_text(block):
    assert moved(lambda texts: block(texts, IDS), 8).all()
    assert not moved(lambda texts: block(texts, IDS), 7, text=0).any()  # padding


def test_convolution_sees_neighbours_alone():
    near = Convolution(WIDTH, 3, "near")
    seen = moved(lambda texts: near(texts, IDS != 0), 4)
    assert seen.nonzero()[0].tolist() == [3, 4, 5]


def test_order_of_words_counts_without_a_convolution():
    layer = EncoderBlock(WIDTH, 0, 3, 0.0, "places")
    forwards, backwards = (np.asarray(layer(x, IDS)) for x in (TEXTS, TEXTS[:, ::-1]))
    assert not np.allclose(forwards[1], backwards[1, ::-1], atol=1e-3)


def test_attention_is_that_of_keras():
    ours, words = HeadAttention(2, "attention"), IDS != 0
    attended = np.asarray(ours(TEXTS, words))
    theirs = keras.layers.MultiHeadAttention(2, WIDTH // 2)
    theirs.build(TEXTS.shape, TEXTS.shape)
    kernel = np.split(np.asarray(ours.read.kernel), 3, axis=1)
    shape = (WIDTH, 2, WIDTH // 2)
    zero = np.zeros(shape[1:], np.float32)
    theirs.set_weights(
        [
            *(part for each in kernel for part in (each.reshape(shape), zero)),
            np.asarray(ours.taken.kernel).reshape(2, WIDTH // 2, WIDTH),
            np.zeros(WIDTH, np.float32),
        ]
    )
    expected = np.asarray(theirs(TEXTS, TEXTS, attention_mask=words[:, None]))
    np.testing.assert_allclose(attended, expected, atol=1e-5)
    weights = np.asarray(ours.weigh(keras.ops.convert_to_tensor(TEXTS), words)[0])
    assert not weights[0, :, :, 6:].any()
    np.testing.assert_allclose(weights.sum(-1), 1, rtol=1e-5)


def test_some_sublayers_are_left_out_in_training_alone(block):
    quiet = EncoderBlock(WIDTH, 0, 3, 0.0, "quiet")
    texts, ids = np.repeat(TEXTS[1:], 400, 0), np.repeat(IDS[1:], 400, 0)
    expected = np.asarray(quiet(texts, ids))
    trained = np.asarray(quiet(texts, ids, training=True))
    kinds = {each.tobytes() for each in trained.round(3)}
    assert len({each.tobytes() for each in expected}) == 1
    assert 2 <= len(kinds) <= 4  # either of two left out, both or none
    np.testing.assert_allclose(trained.mean(0), expected[0], atol=0.3)


def test_dropped_features_are_the_same_for_all_words_of_a_text():
    ones = np.ones((300, 4, WIDTH), np.float32)
    drop = WordDropout(0.25)
    dropped = np.asarray(drop(ones, training=True))
    assert (dropped == dropped[:, :1]).all()
    assert np.allclose(np.unique(dropped), [0, 4 / 3])
    assert (dropped == 0).mean() == pytest.approx(0.25, abs=0.05)
    np.testing.assert_array_equal(np.asarray(drop(ones)), ones)
