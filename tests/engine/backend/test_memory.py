"""Memory is given back."""

from __future__ import annotations

import gc

import keras
import numpy as np

from engine.backend.compiled import answering, gradient_of
from engine.backend.lstm import LSTM


def test_graphs_of_a_network_are_freed_with_it():
    from tensorflow.python.framework.func_graph import FuncGraph

    def graphs():
        gc.collect()
        return {id(each) for each in gc.get_objects() if isinstance(each, FuncGraph)}

    def ask():
        inputs = keras.Input((None, 3))
        network = keras.Model(inputs, LSTM(2, return_sequences=True)(inputs))
        answering(network)(np.ones((1, 4, 3), np.float32))
        slope = gradient_of(lambda x: keras.ops.sum(network(x)), [network.input])
        assert slope(np.ones((1, 4, 3), np.float32)).any()
        return graphs() - before

    before = graphs()
    assert bool(ask()) == (keras.backend.backend() == "tensorflow")
    assert not graphs() - before
