"""What is done to training images follows from seed and step, and stays a picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.images import augment
from engine.images.augment import Batches
from engine.images.config import PRESETS
from engine.images.pixels import Pictures

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.integers(0, 256, (50, 32, 32, 3), np.uint8)
LABELS = RANDOM.integers(0, 10, 50)


def batches(**changes):
    values = {"batch_size": 16, "translation_pixels": 0, "flip": "none"} | changes
    config = replace(PRESETS["best"], **values)
    return Batches(Pictures(PIXELS, LABELS), 10, config)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_batches_follow_from_their_number_alone(preset):
    config = replace(PRESETS[preset], batch_size=16)
    pictures = Pictures(PIXELS, LABELS)
    one, other = Batches(pictures, 10, config), Batches(pictures, 10, config)
    forwards = [one.batch(step) for step in range(7)]
    for step in reversed(range(7)):
        for part, again in zip(forwards[step], other.batch(step), strict=True):
            np.testing.assert_array_equal(part, again)
    images, targets = forwards[0]
    assert images.shape == (16, 32, 32, 3)
    assert images.dtype == targets.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 255
    reseeded = Batches(pictures, 10, replace(config, seed=1))
    assert not np.array_equal(reseeded.batch(0)[0], images)


def test_without_changes_an_epoch_shows_each_image_once_with_its_label():
    made = batches(batch_size=10)
    seen, said = zip(*(made.batch(step) for step in range(5)), strict=True)
    shown = np.concatenate(seen).reshape(50, -1)
    order = [
        int(np.flatnonzero((PIXELS.reshape(50, -1) == s).all(1))[0]) for s in shown
    ]
    assert sorted(order) == list(range(50))
    assert np.concatenate(said).argmax(axis=1).tolist() == LABELS[order].tolist()
    assert np.array_equal(made.batch(0)[0], seen[0])  # an epoch can be asked again


def test_alternating_flip_shows_each_image_both_ways_in_two_epochs():
    made = batches(batch_size=50, flip="alternating")
    for first in (0, 2):
        shown = []
        for epoch in (first, first + 1):
            images, _ = made.batch(epoch)
            plain = [im.tobytes() for im in PIXELS.astype(np.float32)]
            kept = {im.tobytes() for im in images}
            shown.append(np.asarray([p in kept for p in plain]))
        assert (shown[0] ^ shown[1]).all()
        assert 0 < shown[0].sum() < 50


def test_mirror_turns_only_those_asked_for():
    which = np.arange(50) % 2 == 0
    found = augment.mirror(PIXELS, which)
    np.testing.assert_array_equal(found[~which], PIXELS[~which])
    np.testing.assert_array_equal(found[which], PIXELS[which][:, :, ::-1])


def test_translation_moves_content_and_reflects_at_the_edge():
    shifts = np.asarray([[0, 0], [1, 2], [-2, 0]])
    found = augment.translate(PIXELS[:3], shifts, 2)
    np.testing.assert_array_equal(found[0], PIXELS[0])
    np.testing.assert_array_equal(found[1][:-1, :-2], PIXELS[1][1:, 2:])
    np.testing.assert_array_equal(found[1][-1, 0], PIXELS[1][30, 2])  # reflected
    np.testing.assert_array_equal(found[2][2:], PIXELS[2][:-2])


def test_brightness_and_contrast_are_cut_off_at_black_and_white():
    grey = np.full((2, 32, 32, 3), 100, np.uint8)
    lighter = augment.lighten(grey, np.asarray([30.0, -120.0], np.float32))
    assert set(lighter[0].ravel()) == {130.0}
    assert set(lighter[1].ravel()) == {0.0}
    np.testing.assert_allclose(
        augment.stretch(grey, np.asarray([0.2, 1.8], np.float32)), grey, atol=1e-4
    )
    flat = augment.stretch(PIXELS[:1], np.zeros(1, np.float32))[0]
    np.testing.assert_allclose(flat[0, 0], PIXELS[0].mean(axis=(0, 1)), rtol=1e-5)


def test_few_images_make_a_smaller_batch():
    few = Pictures(PIXELS[:5], LABELS[:5])
    made = Batches(few, 10, PRESETS["best"])
    assert made.steps_per_epoch == 1
    assert made.batch(0)[0].shape[0] == 5
