"""One convolution by hand: the sum is the layer's own value, to 1e-5."""

from __future__ import annotations

import numpy as np
import pytest

from engine import registry
from engine.images.analysis import convolution, inside

RANDOM = np.random.default_rng(3)
PIXELS = RANDOM.integers(0, 256, (32, 32, 3)).astype(np.uint8)


@pytest.mark.parametrize("preset", ["post", "quick"])
def test_sum_of_the_products_is_the_layers_value(learned, preset):
    classifier = registry.get("images").load(learned("images", preset).checkpoint)
    layers = convolution.convolutional(classifier)
    assert len(layers) >= 2
    for layer in layers:
        rows, columns, channels = convolution.shape_of(classifier, layer)
        for row, column in ((0, 0), (rows // 2, 1), (rows - 1, columns - 1)):
            place = convolution.at(classifier, PIXELS, layer, row, column, channels - 1)
            expected = (
                max(place.total, 0.0) if place.activation == "relu" else place.total
            )
            assert place.output == pytest.approx(expected, rel=1e-4, abs=1e-4)
            assert place.patch.shape == place.kernel.shape


def test_channels_add_up_and_the_strongest_come_first(learned):
    classifier = registry.get("images").load(learned("images", "post").checkpoint)
    place = convolution.at(classifier, PIXELS, "conv_2", 3, 3, 0)
    sums = place.by_channel
    assert sums.sum() + place.bias == pytest.approx(place.total, abs=1e-4)
    first, second = place.strongest(2)
    assert abs(sums[first]) >= abs(sums[second])
    assert abs(sums[first]) == np.abs(sums).max()


def test_filter_opens_where_its_channel_is_largest(learned):
    classifier = registry.get("images").load(learned("images", "quick").checkpoint)
    assert convolution.behind(classifier, "standardise") == ""
    assert convolution.behind(classifier, "pool_1") == "conv_1a"
    layer = convolution.behind(classifier, "gelu_1a")
    maps = inside.feature_maps(classifier, PIXELS, layer)
    for channel in range(3):
        place = convolution.strongest_place(classifier, PIXELS, layer, channel)
        assert maps[(*place, channel)] == maps[..., channel].max()


def test_patch_at_the_edge_is_padded_with_zeros(learned):
    classifier = registry.get("images").load(learned("images", "post").checkpoint)
    place = convolution.at(classifier, PIXELS, "conv_1", 0, 0, 0)
    assert not place.patch[:2].any()
    assert place.patch[2:, 2:].any()


@pytest.mark.parametrize(("place", "size"), [((0, 0), (31, 31)), ((14, 14), (15, 15))])
def test_place_is_framed_in_the_picture(place, size):
    shown = convolution.marked(PIXELS, place, size)
    changed = (shown != PIXELS.repeat(8, 0).repeat(8, 1)).any(axis=-1)
    rows, columns = np.nonzero(changed)
    middle = round(rows.mean()), round(columns.mean())
    np.testing.assert_allclose(
        np.array(middle) / 256, (np.array(place) + 0.5) / size, atol=0.05
    )
    if place != (0, 0):
        assert not changed[middle]  # the pixels themselves are to be seen
