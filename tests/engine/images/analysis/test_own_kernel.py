"""A kernel of one's own slides as Keras' convolution does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ConfigError
from engine.images.analysis import own_kernel

RANDOM = np.random.default_rng(5)
VALUES = RANDOM.uniform(size=(own_kernel.PATCH, own_kernel.PATCH))


@pytest.mark.parametrize("size", [1, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_outputs_are_those_of_keras(size, stride, padding):
    from keras import ops

    kernel = RANDOM.normal(size=(size, size))
    sliding = own_kernel.slide(
        VALUES, kernel, stride=stride, padding=padding, bias=0.25, activation="ReLU"
    )
    padded = np.pad(VALUES, padding)[None, ..., None].astype(np.float32)
    filters = kernel[..., None, None].astype(np.float32)
    expected = ops.relu(ops.conv(padded, filters, strides=stride) + 0.25)
    np.testing.assert_allclose(
        sliding.outputs, np.asarray(expected)[0, ..., 0], atol=1e-5
    )
    side = own_kernel.output_size(own_kernel.PATCH, size, stride, padding)
    assert sliding.outputs.shape == (side, side)


def test_every_place_gives_its_output():
    kernel = own_kernel.parse(own_kernel.KERNELS["Vertical edges"])
    sliding = own_kernel.slide(VALUES, kernel, stride=2, padding=1, bias=-0.5)
    seen = [sliding.at(place) for place in range(sliding.places)]
    assert [place.output for place in seen] == sliding.outputs.ravel().tolist()
    for place in seen:
        assert place.total == pytest.approx(float(place.products.sum()) - 0.5)
        assert place.total == pytest.approx(place.output)
        assert (place.top, place.left) == (2 * place.row, 2 * place.column)
    assert not seen[0].patch[0].any()  # the rim of zeros


@pytest.mark.parametrize("name", own_kernel.KERNELS)
def test_kernels_do_what_their_names_say(name):
    kernel = own_kernel.parse(own_kernel.KERNELS[name])
    step = np.zeros((8, 8))
    step[:, 4:] = 1.0  # a vertical edge
    across, along = (
        np.abs(own_kernel.slide(values, kernel).outputs).max()
        for values in (step, step.T)
    )
    flat = own_kernel.slide(np.full((8, 8), 0.5), kernel).outputs
    if "edges" in name:
        assert np.abs(flat).max() < 1e-9
        assert (across > along) == name.startswith("Vertical")
    else:
        np.testing.assert_allclose(flat, 0.5)
    if name == "Identity":
        sliding = own_kernel.slide(VALUES, kernel, padding=1)
        np.testing.assert_array_equal(sliding.outputs, VALUES)


@pytest.mark.parametrize(
    "text",
    ["", "1 2", "1 2\n3", "a", "1 2 3 4 5 6\n" * 6, "nan", "inf", "1e9", "1\n\n2 3"],
)
def test_what_is_not_a_kernel_is_refused_in_a_sentence(text):
    with pytest.raises(ConfigError, match=r"\.$"):
        own_kernel.parse(text)


def test_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ConfigError, match="larger"):
        own_kernel.slide(VALUES[:2, :2], np.ones((3, 3)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_kernel_or_a_sentence(text):
    try:
        kernel = own_kernel.parse(text)
    except ConfigError:
        return
    assert kernel.shape[0] == kernel.shape[1] <= own_kernel.LARGEST


def test_colours_and_brightness_are_from_0_to_1():
    pixels = RANDOM.integers(0, 256, (32, 32, 3)).astype(np.uint8)
    red = own_kernel.values_of(pixels, "red")
    np.testing.assert_allclose(255 * red, pixels[..., 0])
    bright = own_kernel.values_of(pixels, "brightness")
    assert 0 <= bright.min() <= bright.max() <= 1
    white = np.full((32, 32, 3), 255, np.uint8)
    np.testing.assert_allclose(own_kernel.values_of(white, "brightness"), 1.0)


def test_zero_is_grey_in_the_picture_of_the_outputs():
    shown = own_kernel.as_picture(np.asarray([[-2.0, 0.0], [1.0, 2.0]]))
    assert shown.tolist() == [[0, 128], [191, 255]]
