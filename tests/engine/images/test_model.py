"""The two networks have the shapes and initial weights that their papers state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import weights
from engine.images.config import PRESETS

RANDOM = np.random.default_rng(0)
LARGEST_BYTES = 5_000_000  # of what `best` ships


@pytest.mark.parametrize(
    ("preset", "parameters"),
    [("post", 1_756_426), ("quick", 147_070), ("best", 1_973_950)],
)
def test_networks_have_their_size(preset, parameters):
    from engine.images.model import build

    model = build(PRESETS[preset], 10)
    assert model.count_params() == parameters
    assert model.output_shape == (None, 10)
    logits = model.predict_on_batch(np.zeros((2, 32, 32, 3), np.float32))
    assert np.isfinite(logits).all()  # a flat image, too


def test_weights_of_best_stay_under_five_megabytes(tmp_path):
    from engine.images.model import build

    file = tmp_path / "model.weights.h5"
    weights.save(build(PRESETS["best"], 10), file, "float16")
    assert file.stat().st_size <= LARGEST_BYTES


def test_statistics_and_logits_are_float32_in_mixed_precision():
    from engine.images.model import build

    config = replace(
        PRESETS["best"], first_channels=4, second_channels=4, third_channels=4
    )
    model = build(config, 10, "mixed_bfloat16")
    assert {variable.dtype for variable in model.weights} == {"float32"}
    assert model.output.dtype == "float32"
    assert model.get_layer("conv_2a").compute_dtype == "bfloat16"
    assert model.get_layer("standardise").compute_dtype == "float32"


def test_initial_weights_depend_on_the_seed_alone():
    import keras

    from engine.images.model import build

    for preset in ("quick", "post"):
        first = build(PRESETS[preset], 10)
        keras.utils.clear_session(free_memory=False)
        second = build(PRESETS[preset], 10)
        reseeded = build(replace(PRESETS[preset], seed=1), 10)
        # Convolutions with as many outputs as inputs are all identity.
        same_width = {"quick": ("1b", "2b", "3a", "3b"), "post": ()}[preset]
        kernels = [
            w.path
            for w in first.trainable_weights
            if w.path.endswith("/kernel")
            and not w.path.removesuffix("/kernel").endswith(same_width)
        ]
        for path in kernels:
            kernel, same, different = (
                weights.of_model(model)[path] for model in (first, second, reseeded)
            )
            np.testing.assert_array_equal(kernel, same)
            assert not np.array_equal(kernel, different), path
        assert len(kernels) == {"quick": 3, "post": 5}[preset]


def test_whitening_decorrelates_patches():
    from engine.images.layers import whitening_filters

    smooth = RANDOM.normal(size=(60, 9, 9, 3)).cumsum(axis=1).cumsum(axis=2)
    images = (smooth - smooth.mean()) / smooth.std()
    filters = whitening_filters(images, 2, 5e-4)
    assert filters.shape == (2, 2, 3, 24)
    np.testing.assert_array_equal(filters[..., 12:], -filters[..., :12])
    patches = np.lib.stride_tricks.sliding_window_view(images, (2, 2), axis=(1, 2))
    flat = patches.transpose(0, 1, 2, 4, 5, 3).reshape(-1, 12)
    before = flat.T @ flat / len(flat)
    assert np.abs(before - np.diag(np.diag(before))).max() > 0.5
    seen = flat @ filters[..., :12].reshape(12, 12)
    spread = seen.T @ seen / len(seen)
    np.testing.assert_allclose(spread - np.diag(np.diag(spread)), 0, atol=1e-5)
    values = np.diag(spread)
    assert values.max() <= 1 + 1e-6
    assert values[0] == pytest.approx(1, abs=1e-3)  # the widest direction is first


def test_constants_come_from_the_training_images():
    from engine.images.model import build, learn_constants

    pixels = RANDOM.integers(30, 90, (40, 32, 32, 3), np.uint8)
    model = build(PRESETS["quick"], 10)
    before = np.asarray(model.get_layer("whitening").kernel)
    learn_constants(model, pixels)
    mean, deviation = model.get_layer("standardise").get_weights()
    np.testing.assert_allclose(mean, pixels.mean(axis=(0, 1, 2)), rtol=1e-5)
    np.testing.assert_allclose(deviation, pixels.std(axis=(0, 1, 2)), rtol=1e-4)
    assert not np.array_equal(before, np.asarray(model.get_layer("whitening").kernel))
    learn_constants(build(PRESETS["post"], 10), pixels)  # has none: nothing happens


def test_convolutions_start_by_passing_their_channels_through():
    from engine.images.layers import IdentityFirst

    kernel = np.asarray(IdentityFirst(3)((3, 3, 4, 6)))
    image = RANDOM.normal(size=(1, 8, 8, 4)).astype(np.float32)
    from keras import ops

    found = np.asarray(ops.conv(image, kernel, padding="same"))
    np.testing.assert_allclose(found[..., :4], image, atol=1e-6)
    assert 0 < np.abs(kernel[..., 4:]).max() <= 1 / 6
    narrow = np.asarray(IdentityFirst(3)((3, 3, 6, 4)))
    np.testing.assert_array_equal(narrow[1, 1, :4], np.eye(4))


def test_response_normalisation_is_the_formula_of_the_paper():
    from keras.ops import convert_to_numpy

    from engine.images.layers import ResponseNormalisation

    x = RANDOM.normal(size=(1, 2, 2, 12)).astype(np.float32) * 50
    found = convert_to_numpy(ResponseNormalisation()(x))
    for channel in (0, 5, 11):
        near = x[..., max(0, channel - 4) : channel + 5]
        energy = 1 + 0.001 / 9 * (near**2).sum(axis=-1)
        np.testing.assert_allclose(
            found[..., channel], x[..., channel] / energy**0.75, rtol=1e-4
        )
