"""The network, compared with its definition in NumPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.language.config import PRESETS, LanguageConfig

CONFIG = LanguageConfig(
    layers=2, units=8, embedding_size=4, embedding_dropout=0.5, dropout=0.5
)
SYMBOLS = 11


@pytest.fixture(scope="module")
def model():
    import keras

    from engine.language.model import build

    keras.utils.set_random_seed(0)
    return build(CONFIG, SYMBOLS, streams=3)


@pytest.fixture(scope="module")
def ids():
    return np.random.default_rng(0).integers(0, SYMBOLS, (3, 20), np.int32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def by_hand(model, ids):
    """Hochreiter & Schmidhuber (1997) as Keras orders its gates: i, f, g, o."""
    x = np.asarray(model.get_layer("embedding").embeddings)[ids]
    for number in (1, 2):
        cell = model.get_layer(f"lstm_{number}").cell
        kernel, recurrent, bias = (
            np.asarray(w) for w in (cell.kernel, cell.recurrent_kernel, cell.bias)
        )
        h = c = np.zeros((len(ids), CONFIG.units))
        outputs = []
        for step in range(ids.shape[1]):
            gates = x[:, step] @ kernel + h @ recurrent + bias
            i, f, g, o = np.split(gates, 4, axis=-1)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            outputs.append(h)
        x = np.stack(outputs, axis=1)
    logits = model.get_layer("logits")
    return x @ np.asarray(logits.kernel) + np.asarray(logits.bias)


def test_logits_equal_the_definition(model, ids):
    from engine.language.model import reset_states

    reset_states(model)
    logits = model.predict_on_batch(ids)
    assert logits.shape == (3, 20, SYMBOLS)
    assert logits.dtype == np.float32
    np.testing.assert_allclose(logits, by_hand(model, ids), atol=1e-5)


def test_state_is_carried_until_it_is_reset(model, ids):
    from engine.language.model import reset_states, state_variables

    reset_states(model)
    whole = model.predict_on_batch(ids)
    reset_states(model)
    parts = [model.predict_on_batch(ids[:, :7]), model.predict_on_batch(ids[:, 7:])]
    np.testing.assert_allclose(np.concatenate(parts, 1), whole, atol=1e-6)
    states = state_variables(model)
    assert [tuple(state.shape) for state in states] == [(3, 8)] * 4
    assert all(np.asarray(state).any() for state in states)
    cold = model.predict_on_batch(ids)
    assert not np.allclose(cold, whole)
    reset_states(model)
    assert not any(np.asarray(state).any() for state in states)
    np.testing.assert_array_equal(model.predict_on_batch(ids), whole)


def test_states_are_variables_but_not_weights(model):
    from engine.language.model import state_variables

    # JAX loses what is not a variable of the model; checkpoints contain no state.
    states = {id(state) for state in state_variables(model)}
    assert states <= {id(variable) for variable in model.non_trainable_variables}
    assert not states & {id(weight) for weight in model.weights}


def test_dropout_drops_a_unit_for_a_whole_sequence(model):
    import keras

    dropped = [
        layer
        for layer in model.layers
        if isinstance(layer, keras.layers.SpatialDropout1D)
    ]
    assert len(dropped) == 3
    out = np.asarray(dropped[0](np.ones((3, 20, 8), np.float32), training=True))
    assert (out == out[:, :1]).all()
    assert set(np.unique(out)) == {0.0, 2.0}


@pytest.mark.parametrize("name", PRESETS)
def test_number_of_weights_is_as_computed(name):
    from engine.language.model import build

    config = replace(PRESETS[name], units=16, embedding_size=6)
    below, count = config.embedding_size, SYMBOLS * config.embedding_size
    for _ in range(config.layers):
        count += 4 * config.units * (below + config.units + 1)
        below = config.units
    count += SYMBOLS * (below + 1)
    model = build(config, SYMBOLS, 2, "mixed_bfloat16")
    assert model.count_params() == count
    assert all(weight.dtype == "float32" for weight in model.weights)
