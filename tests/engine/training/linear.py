"""A model of four weights, for the tests of the loop."""

from __future__ import annotations

import numpy as np

SLOPE = np.asarray([[1.0], [-2.0], [0.5]], np.float32)


def batch(number):
    inputs = np.random.default_rng(number).normal(size=(8, 3)).astype(np.float32)
    return inputs, inputs @ SLOPE + 3


def fitting_of(model, **changes):
    from engine.training.fitting import Fitting

    values = {
        "model": model,
        "batch": batch,
        "steps_per_epoch": 5,
        "epochs": 4,
        "units_per_batch": 8,
        "unit": "points",
        "validate": lambda: {"loss": float(model.evaluate(*batch(999), verbose=0))},
        "sample": lambda: "a sample",
    }
    return Fitting(**(values | changes))


def new_model(use_ema=False):
    import keras

    from engine.training.optimizers import AdamW

    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    optimizer = AdamW(0.1, weight_decay=0.0, use_ema=use_ema, ema_momentum=0.9)
    model.compile(optimizer, loss="mse")
    return model


def never():
    return False
