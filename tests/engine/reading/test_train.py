"""The learning-rate schedule: warm-up, then a cosine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.reading.config import PRESETS


def rates(**settings):
    """Return the learning rate of each of forty steps, and of one after them."""
    import keras

    from engine.reading.train import compile_model

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    compile_model(model, replace(PRESETS["baseline"], **settings), 40)
    schedule = model.optimizer._learning_rate
    return np.array([float(schedule(step)) for step in range(41)])


def test_rate_rises_in_the_warm_up_and_falls_after_it():
    found = rates(learning_rate=0.002, warmup_fraction=0.25)
    assert found[0] > 0
    assert (np.diff(found[:11]) > 0).all()
    assert found[10] == pytest.approx(0.002)
    assert (np.diff(found[10:40]) < 0).all()
    assert found[40] == pytest.approx(0.0002)


def test_without_a_warm_up_the_first_rate_is_the_peak():
    found = rates(learning_rate=0.002, warmup_fraction=0.0)
    assert found[0] == pytest.approx(0.002)
    assert (np.diff(found[:40]) < 0).all()
