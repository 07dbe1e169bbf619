"""The optimiser, the learning-rate schedule and lookahead follow their papers."""

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


def optimizer(rate=0.1, momentum=0.5, decay=0.0, whitening_steps=2):
    from engine.images.train import Sgd

    return Sgd(rate, momentum, decay, whitening_steps)


def test_update_is_nesterovs_with_weight_decay():
    weight = variable("conv_1a/kernel", [1.0])
    sgd, expected, velocity = optimizer(decay=0.3), 1.0, 0.0
    for gradient in (0.5, -0.2, 0.1):
        sgd.apply([np.asarray([gradient], np.float32)], [weight])
        decayed = gradient + 0.3 * expected
        velocity = 0.5 * velocity + decayed
        expected -= 0.1 * (decayed + 0.5 * velocity)
        assert float(np.asarray(weight)[0]) == pytest.approx(expected, rel=1e-5)


def test_gradients_are_recovered_from_the_velocities():
    paths = ("conv_1a/kernel", "norm_1a/beta", "whitening/bias")
    weights, sgd = [variable(path, [1.5]) for path in paths], optimizer(decay=0.3)
    sgd.build(weights)
    for gradients in ([0.5, -0.2, 0.1], [0.25, 0.75, -1.0]):
        before = sgd.moments(), [np.array(weight) for weight in weights]
        sgd.apply([np.asarray([g], np.float32) for g in gradients], weights)
        found = [float(each[0]) for each in sgd.last_gradients(*before)]
        assert found == pytest.approx(gradients, abs=1e-6)


def test_biases_of_normalisation_learn_faster_with_the_same_weight_decay():
    slow, fast = variable("conv_1a/kernel", [2.0]), variable("norm_1a/beta", [2.0])
    sgd = optimizer(momentum=0.0, decay=0.01)
    sgd.apply([np.zeros(1, np.float32)] * 2, [slow, fast])
    moved = [2 - float(np.asarray(each)[0]) for each in (slow, fast)]
    assert moved[0] == pytest.approx(0.1 * 0.01 * 2, rel=1e-3)
    assert moved[1] == pytest.approx(moved[0], rel=1e-3)
    sgd.apply([np.ones(1, np.float32)] * 2, [slow, fast])
    assert 2 - float(np.asarray(fast)[0]) > 60 * (2 - float(np.asarray(slow)[0]))


def test_whitening_bias_is_frozen_and_biases_have_no_weight_decay():
    from engine.images.train import _rate_factor_and_decay as settings

    bias = variable("whitening/bias", [0.0])
    sgd, values = optimizer(momentum=0.0), []
    for _ in range(4):
        sgd.apply([np.ones(1, np.float32)], [bias])
        values.append(round(float(np.asarray(bias)[0]), 4))
    assert values == [-0.1, -0.2, -0.2, -0.2]
    assert settings("dense_1/kernel", 0.1) == (1.0, 0.1)
    assert settings("dense_1/bias", 0.1) == (1.0, 0.0)
    assert settings("conv_1/kernel", 0.1) == (1.0, 0.0)  # of the tutorial
    assert settings("conv_1a/kernel", 0.1) == (1.0, 0.1)
    assert settings("norm_2b/beta", 0.1) == (64.0, 0.1)


def test_learning_rate_rises_then_falls():
    from engine.images.train import Triangle

    schedule = Triangle(2.0, 0.25, 100)
    at = [float(np.asarray(schedule(step))) for step in (0, 12.5, 25, 62.5, 100)]
    np.testing.assert_allclose(at, [0.4, 1.2, 2.0, 1.07, 0.14], rtol=1e-5)
    falling = Triangle(1.0, 0.0, 10)
    assert float(np.asarray(falling(0))) == 1.0


def test_airbench_values_result_at_its_own_batch_size():
    from engine.images.model import build
    from engine.images.train import compile_model

    config = replace(
        PRESETS["best"], first_channels=4, second_channels=4, third_channels=4
    )
    model = build(config, 10)
    compile_model(model, config, 1024, 48)
    assert model.optimizer._learning_rate.peak == pytest.approx(1.5, rel=1e-3)
    assert model.optimizer.weight_decay_per_rate == pytest.approx(1.33e-3, rel=1e-3)
    norm = build(replace(config, batch_size=1024), 10).get_layer("norm_1a")
    assert norm.momentum == pytest.approx(0.6)


class Weights:
    """A stand-in for a model: it has weights."""

    def __init__(self, *values):
        self.weights = [variable(f"layer/{i}", v) for i, v in enumerate(values)]

    def set(self, *values):
        for weight, value in zip(self.weights, values, strict=True):
            weight.assign(np.asarray(value, np.float32))

    def get(self):
        return [float(np.asarray(weight).ravel()[0]) for weight in self.weights]


def test_lookahead_updates_its_slow_weights_on_time():
    from engine.images.lookahead import Lookahead

    model = Weights([1.0], [10.0])
    lookahead = Lookahead(model, batch_size=2560, steps_per_epoch=5, epochs=8)
    assert (lookahead.period, lookahead.first, lookahead.total) == (2, 16, 40)
    model.set([3.0], [30.0])
    lookahead.after_batch(15)
    assert [float(np.asarray(s)[0]) for s in lookahead.slow] == [1.0, 10.0]
    lookahead.after_batch(16)  # slow weights start as a copy
    assert model.get() == [3.0, 30.0]
    model.set([5.0], [50.0])
    lookahead.after_batch(17)
    assert model.get() == [5.0, 50.0]
    lookahead.after_batch(18)
    share = 1 - 0.95**5 * (18 / 40) ** 3
    np.testing.assert_allclose(model.get(), [3 + share * 2, 30 + share * 20], rtol=1e-5)
    slow = model.get()
    model.set([9.0], [90.0])
    lookahead.after_batch(25)  # the end of an epoch: back to the slow ones
    assert model.get() == slow


def test_lookahead_of_a_short_training_does_nothing():
    from engine.images.lookahead import Lookahead

    model = Weights([1.0])
    lookahead = Lookahead(model, batch_size=250, steps_per_epoch=4, epochs=3)
    for step in range(1, 13):
        model.set([float(step)])
        lookahead.after_batch(step)
        assert model.get() == [float(step)]


def test_adam_takes_steps_of_its_constant_rate():
    import keras

    from engine.images.train import compile_model

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    compile_model(model, PRESETS["post_adam"], batch_size=128, steps_per_epoch=10)
    kernel = model.layers[0].kernel
    before = np.array(kernel)
    for _ in range(3):  # at a constant gradient each step is of the learning rate
        model.optimizer.apply([np.asarray([[5, -3], [1, 9]], np.float32)], [kernel])
    moved = 1e-4 * 3 * np.asarray([[-1, 1], [-1, -1]])
    np.testing.assert_allclose(np.array(kernel) - before, moved, rtol=1e-2)
