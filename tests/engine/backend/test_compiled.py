"""Compiled networks: the same outputs, and one graph for batches of any size."""

from __future__ import annotations

import numpy as np


def test_network_answers_batches_of_any_size_from_one_graph():
    import keras

    from engine.backend.compiled import answering

    traced = []

    class Doubled(keras.layers.Layer):
        def call(self, inputs):
            traced.append(inputs.shape)
            return 2 * inputs

    inputs = {"numbers": keras.Input((None,), name="numbers")}
    doubled = Doubled()(inputs["numbers"])
    model = keras.Model(inputs, [doubled, keras.ops.sum(doubled, axis=1)])
    answer = answering(model)
    traced.clear()
    for shape in ((1, 3), (4, 2), (2, 7)):
        numbers = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
        whole, sums = answer({"numbers": numbers})
        assert isinstance(whole, np.ndarray)
        np.testing.assert_array_equal(whole, 2 * numbers)
        np.testing.assert_array_equal(sums, 2 * numbers.sum(axis=1))
    assert len(traced) == 1
