"""Our LSTM is Keras' LSTM, whatever computes it.

On TensorFlow this compares our loop and its gradient with Keras' loop, with
`KERAS_BACKEND=torch` PyTorch's own kernel.
"""

from __future__ import annotations

import keras
import numpy as np
import pytest

from engine.backend.compiled import gradient
from engine.backend.lstm import LSTM, blocks, side_by_side


def pair(random, steps, **settings):
    """Return our layer and Keras' with the same weights, inputs and states."""
    inputs = random.normal(size=(3, steps, 4)).astype(np.float32)
    states = [random.normal(size=(3, 5)).astype(np.float32) for _ in range(2)]
    ours, theirs = (
        kind(5, return_sequences=True, return_state=True, **settings)
        for kind in (LSTM, keras.layers.LSTM)
    )
    for layer in (ours, theirs):
        layer.build(inputs.shape)
    ours.set_weights([random.normal(size=w.shape) for w in ours.weights])
    theirs.set_weights(ours.get_weights())
    return ours, theirs, inputs, states


@pytest.mark.parametrize(
    ("steps", "settings"),
    [(1, {}), (7, {}), (7, {"go_backwards": True}), (7, {"activation": "relu"})],
)
def test_outputs_and_states_are_those_of_keras(steps, settings):
    ours, theirs, inputs, states = pair(np.random.default_rng(0), steps, **settings)
    one, other = (layer(inputs, initial_state=states) for layer in (ours, theirs))
    for mine, its in zip(one, other, strict=True):
        np.testing.assert_allclose(
            keras.ops.convert_to_numpy(mine),
            keras.ops.convert_to_numpy(its),
            atol=1e-6,
        )


@pytest.mark.parametrize("of", range(6))
def test_gradients_are_those_of_keras(of):
    """Of inputs, both states and all weights, through outputs and last states."""
    random = np.random.default_rng(0)
    ours, theirs, inputs, states = pair(random, 7)
    points = [
        keras.ops.convert_to_tensor(p) for p in (inputs, *states, *ours.get_weights())
    ]
    sizes = [(3, 7, 5), (3, 5), (3, 5)]
    factors = [
        keras.ops.convert_to_tensor(random.normal(size=s), "float32") for s in sizes
    ]

    def of_layer(layer):
        def loss(point):
            x, h, c, *weights = (*points[:of], point, *points[of + 1 :])
            rest = layer.non_trainable_variables
            outputs, _ = layer.stateless_call(weights, rest, x, initial_state=[h, c])
            pairs = zip(outputs, factors, strict=True)
            return sum(keras.ops.sum(output * factor) for output, factor in pairs)

        return gradient(loss, points[of])

    np.testing.assert_allclose(of_layer(ours), of_layer(theirs), atol=1e-5)


def test_weights_have_the_names_of_keras():
    paths = []
    for kind in (LSTM, keras.layers.LSTM):
        layer = kind(5, name="lstm_1")
        layer.build((None, None, 4))
        paths.append([weight.path for weight in layer.weights])
    assert paths[0] == paths[1]


def test_two_layers_as_one_say_what_each_says():
    random = np.random.default_rng(0)
    one, other = (LSTM(5, return_sequences=True) for _ in range(2))
    texts, others = random.normal(size=(2, 3, 7, 4)).astype(np.float32)
    side_by_side(one, other, texts, others)  # builds both
    for layer in (one, other):
        layer.set_weights([random.normal(size=w.shape) for w in layer.weights])
    wide = keras.layers.LSTM(10, return_sequences=True)
    wide.build((None, None, 8))
    wide.set_weights([keras.ops.convert_to_numpy(w) for w in blocks(one, other)])
    np.testing.assert_allclose(
        keras.ops.convert_to_numpy(wide(np.concatenate([texts, others], axis=-1))),
        keras.ops.convert_to_numpy(side_by_side(one, other, texts, others)),
        atol=1e-6,
    )
