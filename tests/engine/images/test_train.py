"""The optimiser, the schedule and the lookahead do what their papers say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.images.config import PRESETS


def variable(name, value):
    """Return a Keras variable whose path is `name`."""
    import keras

    layer, _, own = name.partition("/")
    with keras.name_scope(layer):
        return keras.Variable(np.asarray(value, np.float32), name=own)


def optimizer(rate=0.1, momentum=0.5, pull=0.0, whitening_steps=2):
    from engine.images.train import Sgd

    return Sgd(rate, momentum, pull, whitening_steps)


def test_it_is_nesterovs_rule_with_momentum_inside():
    weight = variable("conv_1a/kernel", [1.0])
    made, expected, velocity = optimizer(pull=0.3), 1.0, 0.0
    for gradient in (0.5, -0.2, 0.1):
        made.apply([np.asarray([gradient], np.float32)], [weight])
        pulled = gradient + 0.3 * expected
        velocity = 0.5 * velocity + pulled
        expected -= 0.1 * (pulled + 0.5 * velocity)
        assert float(np.asarray(weight)[0]) == pytest.approx(expected, rel=1e-5)


def test_biases_of_normalisation_move_faster_with_the_same_pull():
    slow, fast = variable("conv_1a/kernel", [2.0]), variable("norm_1a/beta", [2.0])
    made = optimizer(momentum=0.0, pull=0.01)
    made.apply([np.zeros(1, np.float32)] * 2, [slow, fast])
    moved = [2 - float(np.asarray(each)[0]) for each in (slow, fast)]
    assert moved[0] == pytest.approx(0.1 * 0.01 * 2, rel=1e-3)
    assert moved[1] == pytest.approx(moved[0], rel=1e-3)
    made.apply([np.ones(1, np.float32)] * 2, [slow, fast])
    assert 2 - float(np.asarray(fast)[0]) > 60 * (2 - float(np.asarray(slow)[0]))


def test_whitening_bias_stops_and_own_biases_are_not_pulled():
    from engine.images.train import _kind

    bias = variable("whitening/bias", [0.0])
    made, places = optimizer(momentum=0.0), []
    for _ in range(4):
        made.apply([np.ones(1, np.float32)], [bias])
        places.append(round(float(np.asarray(bias)[0]), 4))
    assert places == [-0.1, -0.2, -0.2, -0.2]
    assert _kind("dense_1/kernel", 0.1) == (1.0, 0.1)
    assert _kind("dense_1/bias", 0.1) == (1.0, 0.0)
    assert _kind("conv_1/kernel", 0.1) == (1.0, 0.0)  # of the tutorial
    assert _kind("conv_1a/kernel", 0.1) == (1.0, 0.1)
    assert _kind("norm_2b/beta", 0.1) == (64.0, 0.1)


def test_step_size_rises_then_falls():
    from engine.images.train import Triangle

    made = Triangle(2.0, 0.25, 100)
    at = [float(np.asarray(made(step))) for step in (0, 12.5, 25, 62.5, 100)]
    np.testing.assert_allclose(at, [0.4, 1.2, 2.0, 1.07, 0.14], rtol=1e-5)
    falling = Triangle(1.0, 0.0, 10)
    assert float(np.asarray(falling(0))) == 1.0


def test_recipe_of_airbench_comes_out_at_its_own_batch_size():
    from engine.images.model import build
    from engine.images.train import compile_model

    config = replace(
        PRESETS["best"], first_channels=4, second_channels=4, third_channels=4
    )
    model = build(config, 10)
    compile_model(model, config, 1024, 48)
    assert model.optimizer._learning_rate.highest == pytest.approx(1.5, rel=1e-3)
    assert model.optimizer.pull == pytest.approx(1.33e-3, rel=1e-3)
    norm = build(replace(config, batch_size=1024), 10).get_layer("norm_1a")
    assert norm.momentum == pytest.approx(0.6)


class Weights:
    """Something with weights."""

    def __init__(self, *values):
        self.weights = [variable(f"layer/{i}", v) for i, v in enumerate(values)]

    def set(self, *values):
        for weight, value in zip(self.weights, values, strict=True):
            weight.assign(np.asarray(value, np.float32))

    def get(self):
        return [float(np.asarray(weight).ravel()[0]) for weight in self.weights]


def test_lookahead_meets_its_slow_weights_on_time():
    from engine.images.train import Lookahead

    model = Weights([1.0], [10.0])
    made = Lookahead(model, batch_size=2560, steps_per_epoch=5, epochs=8)
    assert (made.period, made.first, made.total) == (2, 16, 40)
    model.set([3.0], [30.0])
    made.after_batch(15)
    assert [float(np.asarray(s)[0]) for s in made.slow] == [1.0, 10.0]
    made.after_batch(16)  # they begin as they are
    assert model.get() == [3.0, 30.0]
    model.set([5.0], [50.0])
    made.after_batch(17)
    assert model.get() == [5.0, 50.0]
    made.after_batch(18)
    share = 1 - 0.95**5 * (18 / 40) ** 3
    np.testing.assert_allclose(model.get(), [3 + share * 2, 30 + share * 20], rtol=1e-5)
    slow = model.get()
    model.set([9.0], [90.0])
    made.after_batch(25)  # the end of an epoch: back to the slow ones
    assert model.get() == slow


def test_lookahead_of_a_short_training_does_nothing():
    from engine.images.train import Lookahead

    model = Weights([1.0])
    made = Lookahead(model, batch_size=250, steps_per_epoch=4, epochs=3)
    for step in range(1, 13):
        model.set([float(step)])
        made.after_batch(step)
        assert model.get() == [float(step)]
