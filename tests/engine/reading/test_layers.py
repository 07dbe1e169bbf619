"""The layers by themselves: attention weights sum to 1, padding has no effect."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from engine.reading.attention import (
    AttentionFlow,
    DotAttention,
    SelfAttention,
    WordMatch,
)
from engine.reading.layers import Encoder, Pointer

RANDOM = np.random.default_rng(0)
IDS = np.array([[1, 2, 3, 4, 0, 0], [5, 6, 7, 8, 9, 1]], np.int32)
QUERY_IDS = np.array([[1, 2, 0], [3, 4, 5]], np.int32)
CONTEXT = RANDOM.normal(size=(2, 6, 8)).astype(np.float32)
QUESTION = RANDOM.normal(size=(2, 3, 8)).astype(np.float32)


def other_padding(values, ids):
    """Return the same values with other numbers where there is no word."""
    noise = RANDOM.normal(size=values.shape).astype(np.float32)
    return np.where((ids > 0)[..., None], values, noise)


@pytest.mark.parametrize("layer", [AttentionFlow(), DotAttention()], ids=type)
def test_attention_weights_of_padding_are_zero(layer):
    flow, context_to_query, query_to_context = map(
        np.asarray, layer(CONTEXT, QUESTION, IDS, QUERY_IDS)
    )
    np.testing.assert_allclose(context_to_query.sum(axis=2), 1, rtol=1e-5)
    np.testing.assert_allclose(query_to_context.sum(axis=1), 1, rtol=1e-5)
    assert not context_to_query[0, :, 2].any()
    assert not query_to_context[0, 4:].any()
    changed = layer(
        other_padding(CONTEXT, IDS), other_padding(QUESTION, QUERY_IDS), IDS, QUERY_IDS
    )
    np.testing.assert_allclose(np.asarray(changed[0])[0, :4], flow[0, :4], atol=1e-5)
    np.testing.assert_allclose(np.asarray(changed[0])[1], flow[1], atol=1e-5)


def test_flow_is_the_papers():
    layer = AttentionFlow()
    flow, context_to_query, query_to_context = map(
        np.asarray, layer(CONTEXT, QUESTION, IDS, QUERY_IDS)
    )
    attended = context_to_query @ QUESTION
    summary = (query_to_context[:, :, None] * CONTEXT).sum(axis=1, keepdims=True)
    wanted = np.concatenate(
        [CONTEXT, attended, CONTEXT * attended, CONTEXT * summary], -1
    )
    np.testing.assert_allclose(flow, wanted, atol=1e-5)


def test_dropout_keeps_the_mean_of_products():
    # In the mean over many dropout masks, each part is as large as without dropout.
    context, ids = np.ones((400, 2, 8), np.float32), np.ones((400, 2), np.int32)
    flow = np.asarray(AttentionFlow(0.5)(context, context, ids, ids, training=True)[0])
    around = np.asarray(SelfAttention(0.5)(context, ids, training=True))
    for parts in (flow, around):
        means = parts.reshape(-1, parts.shape[-1] // 8, 8).mean(axis=(0, 2))
        np.testing.assert_allclose(means, 1, atol=0.15)


def test_word_never_attends_to_itself():
    one = np.zeros((1, 3, 4), np.float32)
    one[0, 1] = 5  # the same as no other word
    attended = np.asarray(SelfAttention()(one, np.array([[1, 2, 3]])))[0, :, 4:8]
    assert not attended[1].any()
    assert attended[0].any()


@pytest.mark.parametrize("padding", [1, 7])
def test_single_word_attends_to_nothing_however_it_is_padded(padding):
    context = np.ones((1, 1 + padding, 4), np.float32)
    ids = np.array([[3] + [0] * padding], np.int32)
    attended = np.asarray(SelfAttention()(context, ids))[0, 0, 4:]
    np.testing.assert_array_equal(attended, 0)


def test_encoder_reads_backwards_from_the_true_last_word():
    encoder = Encoder(5, 0.0, "contextual")
    padded = np.asarray(encoder(CONTEXT, IDS))
    alone = np.asarray(encoder(CONTEXT[:1, :4], IDS[:1, :4]))
    np.testing.assert_allclose(padded[0, :4], alone[0], atol=1e-6)
    assert not padded[0, 4:].any()
    changed = np.asarray(encoder(other_padding(CONTEXT, IDS), IDS))
    np.testing.assert_allclose(changed, padded, atol=1e-6)
    # The backward half of the output depends on later words, the forward half does not.
    later = CONTEXT.copy()
    later[1, 5] += 1
    moved = np.asarray(encoder(later, IDS))[1, 0] != padded[1, 0]
    assert not moved[:5].any()
    assert moved[5:].all()


def test_word_match_ignores_padding():
    layer = WordMatch(6)
    plain = np.asarray(layer(CONTEXT, QUESTION, QUERY_IDS))
    changed = np.asarray(layer(CONTEXT, other_padding(QUESTION, QUERY_IDS), QUERY_IDS))
    np.testing.assert_allclose(changed, plain, atol=1e-5)


def test_padding_is_never_start_or_end():
    logits = np.asarray(Pointer("start", 0.0)(CONTEXT, IDS))
    assert (logits[0, 4:] < -1e8).all()
    probabilities = np.asarray(keras.ops.softmax(logits))
    assert not probabilities[0, 4:].any()
