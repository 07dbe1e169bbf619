"""Data augmentation depends on seed and step alone, and returns valid images."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from engine.images import augment
from engine.images.augment import Batches
from engine.images.config import PRESETS
from engine.images.pictures import GROUND, Picture, to_pixels
from engine.images.pixels import Pictures

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.integers(0, 256, (50, 32, 32, 3), np.uint8)
LABELS = RANDOM.integers(0, 10, 50)


def batches(**changes):
    values = {"batch_size": 16, "translation_pixels": 0, "flip": "none"} | changes
    config = replace(PRESETS["best"], **values)
    return Batches(Pictures(PIXELS, LABELS), 10, config)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_batch_depends_on_its_number_alone(preset):
    config = replace(PRESETS[preset], batch_size=16)
    pictures = Pictures(PIXELS, LABELS)
    first, second = Batches(pictures, 10, config), Batches(pictures, 10, config)
    forwards = [first.batch(step) for step in range(7)]
    for step in reversed(range(7)):
        for array, same in zip(forwards[step], second.batch(step), strict=True):
            np.testing.assert_array_equal(array, same)
    images, targets = forwards[0]
    assert images.shape == (16, 32, 32, 3)
    assert images.dtype == targets.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 255
    reseeded = Batches(pictures, 10, replace(config, seed=1))
    assert not np.array_equal(reseeded.batch(0)[0], images)


def test_without_augmentation_an_epoch_has_each_image_once_with_its_label():
    plain = batches(batch_size=10)
    images, targets = zip(*(plain.batch(step) for step in range(5)), strict=True)
    flat = np.concatenate(images).reshape(50, -1)
    order = [
        int(np.flatnonzero((PIXELS.reshape(50, -1) == row).all(1))[0]) for row in flat
    ]
    assert sorted(order) == list(range(50))
    assert np.concatenate(targets).argmax(axis=1).tolist() == LABELS[order].tolist()
    assert np.array_equal(plain.batch(0)[0], images[0])  # epochs can be repeated


def test_alternating_flip_shows_each_image_in_both_orientations_in_two_epochs():
    alternating = batches(batch_size=50, flip="alternating")
    for first in (0, 2):
        unflipped = []
        for epoch in (first, first + 1):
            images, _ = alternating.batch(epoch)
            plain = [im.tobytes() for im in PIXELS.astype(np.float32)]
            batch = {im.tobytes() for im in images}
            unflipped.append(np.asarray([p in batch for p in plain]))
        assert (unflipped[0] ^ unflipped[1]).all()
        assert 0 < unflipped[0].sum() < 50


def test_mirror_flips_only_the_marked_images():
    which = np.arange(50) % 2 == 0
    mirrored = augment.mirror(PIXELS, which)
    np.testing.assert_array_equal(mirrored[~which], PIXELS[~which])
    np.testing.assert_array_equal(mirrored[which], PIXELS[which][:, :, ::-1])


def test_translation_moves_content_and_reflects_at_the_edge():
    shifts = np.asarray([[0, 0], [1, 2], [-2, 0]])
    shifted = augment.translate(PIXELS[:3], shifts, 2)
    np.testing.assert_array_equal(shifted[0], PIXELS[0])
    np.testing.assert_array_equal(shifted[1][:-1, :-2], PIXELS[1][1:, 2:])
    np.testing.assert_array_equal(shifted[1][-1, 0], PIXELS[1][30, 2])  # reflected
    np.testing.assert_array_equal(shifted[2][2:], PIXELS[2][:-2])


def test_brightness_and_contrast_are_clipped_at_black_and_white():
    grey = np.full((2, 32, 32, 3), 100, np.uint8)
    lighter = augment.lighten(grey, np.asarray([30.0, -120.0], np.float32))
    assert set(lighter[0].ravel()) == {130.0}
    assert set(lighter[1].ravel()) == {0.0}
    np.testing.assert_allclose(
        augment.stretch(grey, np.asarray([0.2, 1.8], np.float32)), grey, atol=1e-4
    )
    flat = augment.stretch(PIXELS[:1], np.zeros(1, np.float32))[0]
    np.testing.assert_allclose(flat[0, 0], PIXELS[0].mean(axis=(0, 1)), rtol=1e-5)


def test_borders_are_those_that_a_picture_gets_that_is_not_square():
    pixels = np.random.default_rng(0).integers(0, 100, (3, 32, 32, 3), np.uint8)
    ratios = np.array([1.0, 2.0, 2.0], np.float32)
    square, wide, upright = augment.with_borders(
        pixels, ratios, np.array([0, 0, 1], bool)
    )
    np.testing.assert_array_equal(square, pixels[0])
    strip = Picture("strip", Image.fromarray(pixels[1, 8:24]))
    np.testing.assert_array_equal(wide, to_pixels(strip, "pad"))
    np.testing.assert_array_equal(upright[:, 8:24], pixels[2, :, 8:24])
    assert (upright[:, :8] == GROUND).all()


def test_few_images_make_a_smaller_batch():
    few = Pictures(PIXELS[:5], LABELS[:5])
    small = Batches(few, 10, PRESETS["best"])
    assert small.steps_per_epoch == 1
    assert small.batch(0)[0].shape[0] == 5
