"""Six views are six views, and their mean is weighted as airbench's."""

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


def test_views_are_moved_and_mirrored():
    seen = views(PIXELS)
    assert seen.shape == (len(VIEWS), 3, 32, 32, 3)
    np.testing.assert_array_equal(seen[0], PIXELS)
    np.testing.assert_array_equal(seen[2][:, :-1, :-1], PIXELS[:, 1:, 1:])
    np.testing.assert_array_equal(seen[4][:, 1:, 1:], PIXELS[:, :-1, :-1])
    for plain in (0, 2, 4):
        np.testing.assert_array_equal(seen[plain + 1], seen[plain][:, :, ::-1])


def test_mean_is_half_of_the_plain_and_half_of_the_moved():
    assert VIEW_WEIGHTS.sum() == 1
    said = view_logits(Corner(), PIXELS)
    assert said.shape == (6, 3, 2)
    red = views(PIXELS)[:, :, 0, 0, 0].astype(float)
    expected = 0.25 * (red[0] + red[1]) + 0.125 * red[2:].sum(axis=0)
    np.testing.assert_allclose(averaged_logits(said)[:, 0], expected)


def test_many_images_are_asked_in_blocks():
    corner = Corner()
    many = np.repeat(PIXELS, 400, axis=0)
    assert logits(corner, many).shape == (1200, 2)
    assert corner.calls == 3
    assert logits(corner, many[:0]).shape == (0, 2)


def test_loss_and_accuracy_are_what_they_say():
    said = np.log(np.asarray([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]]))
    labels = np.asarray([0, 2])
    assert accuracy(said, labels) == 0.5
    assert accuracy(said[:0], labels[:0]) == 0.0
    assert loss(said, labels, 0.0) == pytest.approx(-np.log([0.7, 0.1]).mean())
    smoothed = 0.7 * -np.log([0.7, 0.1]).mean() - 0.3 * said.mean()
    assert loss(said, labels, 0.3) == pytest.approx(smoothed)
