"""Arrays as pictures, prepared pictures, single images, and stored outcomes."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from engine.errors import DataMissingError
from engine.images.analysis import outcomes, prepared, rendering, single_images
from engine.images.analysis.alterations import Curve
from engine.images.analysis.outcomes import Outcomes
from engine.images.data import TEST
from engine.images.pictures import Picture
from tests.engine.images import cifar


def decoded(address: str) -> np.ndarray:
    content = base64.b64decode(address.partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(content)))


@pytest.fixture
def root(tmp_path):
    return cifar.blank(tmp_path)


class TestSingleImages:
    def test_image_is_read_by_its_index(self, root) -> None:
        (image,) = single_images.read(root, TEST, [7])
        assert image.truth == cifar.SEVEN
        assert image.pad[0, 0].tolist() == [9, 8, 0]
        assert image.is_square
        assert (image.pixels("crop", 0.9) == image.pad).all()

    def test_training_images_are_in_all_five_files(self, root) -> None:
        assert len(single_images.read(root, "train", [0, 49_999])) == 2

    def test_without_the_data_it_says_how_to_download_it(self, tmp_path) -> None:
        assert not single_images.is_available(tmp_path)
        with pytest.raises(DataMissingError, match="fetch images"):
            single_images.read(tmp_path, TEST, [0])

    def test_pages(self) -> None:
        indices = list(range(25))
        assert single_images.page_count(25, 12) == 3
        assert single_images.page_count(0, 12) == 1
        assert single_images.page_of(indices, 3, 12) == [24]
        assert len(set(single_images.random_indices(TEST, 1, 12))) == 12


def test_prepared_photo_is_small() -> None:
    picture = Picture("photo", Image.new("RGB", (4000, 1000), "red"))
    small = prepared.prepare(picture, "own-0")
    assert decoded(rendering.data_uri(small.preview)).shape[:2] == (90, 360)
    assert small.pad.shape == (32, 32, 3)


def test_crop_is_moved_along_the_longer_side() -> None:
    image = Image.new("RGB", (200, 50), "red")
    image.paste((0, 0, 255), (150, 0, 200, 50))
    small = prepared.prepare(Picture("wide", image), "own-0")
    assert small.pixels("crop", 0.0)[16, 16].tolist() == [255, 0, 0]
    assert small.pixels("crop", 1.0)[16, 16].tolist() == [0, 0, 255]
    assert not small.is_square


def test_map_is_blue_for_and_orange_against() -> None:
    heat = np.zeros((32, 32), np.float32)
    heat[:16], heat[16:] = 1, -1
    seen = decoded(rendering.overlay(np.full((32, 32, 3), 128, np.uint8), heat))
    assert seen[0, 0, 2] > seen[0, 0, 0]
    assert seen[-1, 0, 0] > seen[-1, 0, 2]


def test_map_of_zeros_leaves_the_picture_grey() -> None:
    zeros = np.zeros((3, 3), np.float32)
    seen = decoded(rendering.overlay(np.zeros((32, 32, 3), np.uint8), zeros))
    assert seen.min() == seen.max()


def test_strongest_channel_comes_first() -> None:
    maps = np.zeros((4, 4, 3), np.float32)
    maps[0, 0] = 1, -5, 2
    channels = rendering.strongest_channels(maps, 2)
    assert [(number, peak) for number, peak, _ in channels] == [(1, 5.0), (2, 2.0)]
    assert decoded(channels[0][2])[0, 0] == 0


def test_curves_are_those_of_the_classes_with_the_highest_peaks() -> None:
    probabilities = np.asarray([[0.2, 0.7, 0.1], [0.1, 0.3, 0.6]])
    curve = Curve("right", (0, 1), probabilities)
    points = rendering.curve_points(curve, ("a", "b", "c"), 2)
    assert points == {"b": [(0.0, 70.0), (1.0, 30.0)], "c": [(0.0, 10.0), (1.0, 60.0)]}


def test_confidence_without_temperature_scaling() -> None:
    logits = np.asarray([[2.0, 1.0, 0.0]])

    def softmax(values):
        return np.exp(values) / np.exp(values).sum()

    labels = np.zeros(1, np.int64)
    outcome = Outcomes(("a", "b", "c"), TEST, labels, softmax(logits / 0.5), labels)
    assert outcome.confidences_before(0.5) == pytest.approx([softmax(logits).max()])


def test_accuracy_at_similar_confidence(monkeypatch) -> None:
    monkeypatch.setattr(outcomes, "SIMILAR", 2)
    confidence = np.asarray([0.9, 0.8, 0.6, 0.55])
    stored = Outcomes(
        ("a", "b"),
        TEST,
        np.asarray([0, 0, 0, 1]),  # the last one is wrong
        np.stack([confidence, 1 - confidence], axis=1),
        np.zeros(4, np.int64),
    )
    assert stored.right_at_similar_confidence(0.99) == 2
    assert stored.right_at_similar_confidence(0.5) == 1
