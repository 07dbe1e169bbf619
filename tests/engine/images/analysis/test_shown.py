from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from engine.errors import DataMissingError
from engine.images.analysis import album, held, outcomes, shown
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


class TestAlbum:
    def test_image_is_taken_by_its_place(self, root) -> None:
        (one,) = album.take(root, TEST, [7])
        assert one.truth == cifar.SEVEN
        assert one.crop[0, 0].tolist() == [9, 8, 0]
        assert one.pixels("pad") is one.pad

    def test_training_images_are_in_all_five_files(self, root) -> None:
        assert len(album.take(root, "train", [0, 49_999])) == 2

    def test_without_the_data_it_says_how_to_bring_it(self, tmp_path) -> None:
        assert not album.is_here(tmp_path)
        with pytest.raises(DataMissingError, match="fetch images"):
            album.take(tmp_path, TEST, [0])

    def test_pages(self) -> None:
        places = list(range(25))
        assert album.page_count(25, 12) == 3
        assert album.page_count(0, 12) == 1
        assert album.page_of(places, 3, 12) == [24]
        assert len(set(album.at_random(TEST, 1, 12))) == 12


def test_held_photo_is_small() -> None:
    picture = Picture("photo", Image.new("RGB", (4000, 1000), "red"))
    kept = held.hold(picture, "own-0")
    assert decoded(shown.address(kept.preview)).shape[:2] == (90, 360)
    assert kept.crop.shape == kept.pad.shape == (32, 32, 3)


def test_map_is_blue_for_and_orange_against() -> None:
    heat = np.zeros((32, 32), np.float32)
    heat[:16], heat[16:] = 1, -1
    seen = decoded(shown.laid_over(np.full((32, 32, 3), 128, np.uint8), heat))
    assert seen[0, 0, 2] > seen[0, 0, 0]
    assert seen[-1, 0, 0] > seen[-1, 0, 2]


def test_map_of_nothing_leaves_the_picture_grey() -> None:
    nothing = np.zeros((3, 3), np.float32)
    seen = decoded(shown.laid_over(np.zeros((32, 32, 3), np.uint8), nothing))
    assert seen.min() == seen.max()


def test_loudest_channel_comes_first() -> None:
    maps = np.zeros((4, 4, 3), np.float32)
    maps[0, 0] = 1, -5, 2
    found = shown.channels(maps, 2)
    assert [(place, loud) for place, loud, _ in found] == [(1, 5.0), (2, 2.0)]
    assert decoded(found[0][2])[0, 0] == 0


def test_lines_are_those_of_the_likeliest_classes() -> None:
    shares = np.asarray([[0.2, 0.7, 0.1], [0.1, 0.3, 0.6]])
    found = shown.lines(Curve("right", (0, 1), shares), ("a", "b", "c"), 2)
    assert found == {"b": [(0.0, 70.0), (1.0, 30.0)], "c": [(0.0, 10.0), (1.0, 60.0)]}


def test_confidence_before_the_temperature() -> None:
    logits = np.asarray([[2.0, 1.0, 0.0]])

    def softmax(values):
        return np.exp(values) / np.exp(values).sum()

    one = np.zeros(1, np.int64)
    found = Outcomes(("a", "b", "c"), TEST, one, softmax(logits / 0.5), one)
    assert found.confidences_before(0.5) == pytest.approx([softmax(logits).max()])


def test_how_often_it_is_right_where_it_is_about_as_sure(monkeypatch) -> None:
    monkeypatch.setattr(outcomes, "ALIKE", 2)
    sure = np.asarray([0.9, 0.8, 0.6, 0.55])
    found = Outcomes(
        ("a", "b"),
        TEST,
        np.asarray([0, 0, 0, 1]),  # the last one is wrong
        np.stack([sure, 1 - sure], axis=1),
        np.zeros(4, np.int64),
    )
    assert found.right_when_as_sure(0.99) == 2
    assert found.right_when_as_sure(0.5) == 1
