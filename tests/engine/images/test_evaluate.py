"""The six views and the weighted mean of their logits, as in airbench."""

from __future__ import annotations

import numpy as np
import pytest

from engine.images.evaluate import (
    VIEW_WEIGHTS,
    VIEWS,
    accuracy,
    averaged_logits,
    logits,
    loss,
    view_logits,
    views,
)

PIXELS = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), np.uint8)


class Corner:
    """A network whose two logits are the corner pixel's red, and its negative."""

    output_shape = (None, 2)
    calls = 0

    def predict_on_batch(self, images):
        self.calls += 1
        red = images[:, 0, 0, 0]
        return np.stack([red, -red], axis=1)


def test_views_are_shifted_and_mirrored():
    stacked = views(PIXELS)
    assert stacked.shape == (len(VIEWS), 3, 32, 32, 3)
    np.testing.assert_array_equal(stacked[0], PIXELS)
    np.testing.assert_array_equal(stacked[2][:, :-1, :-1], PIXELS[:, 1:, 1:])
    np.testing.assert_array_equal(stacked[4][:, 1:, 1:], PIXELS[:, :-1, :-1])
    for plain in (0, 2, 4):
        np.testing.assert_array_equal(stacked[plain + 1], stacked[plain][:, :, ::-1])


def test_mean_is_half_original_and_half_shifted():
    assert VIEW_WEIGHTS.sum() == 1
    of_views = view_logits(Corner(), PIXELS)
    assert of_views.shape == (6, 3, 2)
    red = views(PIXELS)[:, :, 0, 0, 0].astype(float)
    expected = 0.25 * (red[0] + red[1]) + 0.125 * red[2:].sum(axis=0)
    np.testing.assert_allclose(averaged_logits(of_views)[:, 0], expected)


def test_many_images_are_classified_in_blocks():
    corner = Corner()
    many = np.repeat(PIXELS, 400, axis=0)
    assert logits(corner, many).shape == (1200, 2)
    assert corner.calls == 3
    assert logits(corner, many[:0]).shape == (0, 2)


def test_loss_and_accuracy():
    log_probabilities = np.log(np.asarray([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]]))
    labels = np.asarray([0, 2])
    assert accuracy(log_probabilities, labels) == 0.5
    assert accuracy(log_probabilities[:0], labels[:0]) == 0.0
    assert loss(log_probabilities, labels, 0.0) == pytest.approx(
        -np.log([0.7, 0.1]).mean()
    )
    smoothed = 0.7 * -np.log([0.7, 0.1]).mean() - 0.3 * log_probabilities.mean()
    assert loss(log_probabilities, labels, 0.3) == pytest.approx(smoothed)
