"""Nats per character: the same in blocks, in streams and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.sampling import log_softmax


@pytest.fixture(scope="module")
def parts(tiny_writer, sample_text):
    """The trained model for one stream, and a text that spans several blocks."""
    return tiny_writer.model, tiny_writer.vocabulary.encode(sample_text[:1500]).ids


def test_score_is_the_loss_of_each_character_given_all_before(parts):
    from engine.language.evaluate import score
    from engine.language.model import reset_states

    model, ids = parts
    reset_states(model)
    logits = log_softmax(np.asarray(model.predict_on_batch(ids[None, :-1])))[0]
    expected = -logits[np.arange(len(ids) - 1), ids[1:]]
    nats = score(model, ids)
    assert nats.shape == (len(ids) - 1,)
    np.testing.assert_allclose(nats, expected, atol=1e-4)
    # The state of what was read before is reset.
    np.testing.assert_array_equal(score(model, ids), nats)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_score_of_a_very_short_text(parts, count):
    from engine.language.evaluate import score

    model, ids = parts
    nats = score(model, ids[:count])
    assert nats.shape == (max(0, count - 1),)


def test_one_stream_gives_the_mean_of_score(parts):
    from engine.language.evaluate import quick_loss, score

    model, ids = parts
    assert quick_loss(model, ids, 1)[0] == pytest.approx(score(model, ids).mean(), 1e-4)


@pytest.mark.parametrize("streams", [4, 15])
def test_parallel_streams_give_nearly_the_same(tiny_writer, parts, streams):
    from engine.checkpoints import weights
    from engine.checkpoints.weights import of_model
    from engine.language.config import LanguageConfig
    from engine.language.evaluate import quick_loss, score
    from engine.language.model import build

    model, ids = parts
    config = LanguageConfig.from_mapping(tiny_writer.card.config)
    wide = build(config, len(tiny_writer.vocabulary), streams)
    weights.assign({v.path: v for v in wide.weights}, of_model(model))
    mean = score(model, ids).mean()
    assert quick_loss(wide, ids, streams)[0] == pytest.approx(mean, rel=0.01)


def test_hidden_states_are_those_that_the_logits_come_from(parts):
    from engine.language.evaluate import hidden_states
    from engine.language.model import reset_states

    model, ids = parts
    traces = hidden_states(model, ids)
    assert traces.shape == (1, len(ids), 8)
    assert np.abs(traces).max() <= 1
    layer = model.get_layer("logits")
    logits = traces[-1] @ np.asarray(layer.kernel) + np.asarray(layer.bias)
    reset_states(model)
    expected = np.asarray(model.predict_on_batch(ids[None]))[0]
    np.testing.assert_allclose(logits, expected, atol=1e-4)


def test_hidden_states_of_no_text(parts):
    from engine.language.evaluate import hidden_states

    assert hidden_states(parts[0], parts[1][:0]).shape == (1, 0, 8)
