"""Averaged weights are a mean of what was learned, not of what it began with."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from engine.training.optimizers import averaged, compile_classifier

MOMENTUM = 0.99


def classifier():
    """Return a compiled model of one dense layer, and inputs for it."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, name="dense")])
    compile_classifier(
        model,
        learning_rate=0.1,
        schedule="constant",
        total_steps=30,
        weight_decay=0.0,
        gradient_clip_norm=1.0,
        ema_momentum=MOMENTUM,
    )
    random = np.random.default_rng(0)
    inputs = random.normal(size=(8, 2)).astype(np.float32)
    return model, inputs


def test_average_forgets_the_weights_that_it_began_with():
    model, inputs = classifier()
    targets = (inputs[:, 0] > 0).astype(np.int32)
    mean = None
    for step in range(30):
        model.train_on_batch(inputs, targets)
        now = model.get_layer("dense").get_weights()[0]
        momentum = min(MOMENTUM, (1 + step) / (10 + step)) if step else 0.0
        mean = now if mean is None else momentum * mean + (1 - momentum) * now
    with averaged(model):
        np.testing.assert_allclose(
            model.get_layer("dense").get_weights()[0], mean, rtol=1e-4
        )
    assert model.optimizer.ema_momentum == pytest.approx(MOMENTUM)


def test_looking_at_the_average_changes_no_weight_by_a_bit():
    model, inputs = classifier()
    for _ in range(5):
        model.train_on_batch(inputs, (inputs[:, 0] > 0).astype(np.int32))
    before = [np.array(variable) for variable in model.variables]
    optimizer = [np.array(variable) for variable in model.optimizer.variables]
    for _ in range(3):
        with averaged(model):
            assert not np.array_equal(model.get_weights()[0], before[0])
    for variable, value in zip(model.variables, before, strict=True):
        np.testing.assert_array_equal(variable, value)
    for variable, value in zip(model.optimizer.variables, optimizer, strict=True):
        np.testing.assert_array_equal(variable, value)
