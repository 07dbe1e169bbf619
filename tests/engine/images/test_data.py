"""CIFAR-10 is read as published, or refused with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from engine.data.sources import data_folder
from engine.errors import DataDamagedError, DataMissingError
from engine.images import data
from engine.images.data import CLASSES
from engine.images.pixels import Pictures


def records(each=3, seed=0):
    """Return a file of `each` images of each class, and its images."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.repeat(np.arange(10), each))
    pixels = random.integers(0, 256, (len(labels), 32, 32, 3), np.uint8)
    planes = pixels.transpose(0, 3, 1, 2).reshape(len(labels), -1)
    rows = np.concatenate([labels[:, None].astype(np.uint8), planes], axis=1)
    return rows.tobytes(), Pictures(pixels, labels)


def test_records_are_red_green_and_blue_planes():
    content, expected = records()
    found = data.decode(content)
    np.testing.assert_array_equal(found.pixels, expected.pixels)
    np.testing.assert_array_equal(found.labels, expected.labels)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda c: c[:-1], "whole number"),
        (lambda c: b"", "whole number"),
        (lambda c: c[3073:], "the same number of images"),
        (lambda c: bytes([77]) + c[1:], "the same number of images"),
    ],
    ids=["torn", "empty", "one missing", "no such class"],
)
def test_damaged_records_are_refused(damage, said):
    with pytest.raises(DataDamagedError, match=said):
        data.decode(damage(records()[0]))


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A tiny CIFAR-10 in the layout of the real one."""
    (source,) = data.SOURCES
    files = []
    for number, file in enumerate(source.files):
        content, _ = records(2, number)
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        files.append(replace(file, sha256=sha256, size_bytes=len(content)))
    monkeypatch.setattr(data, "SOURCES", (replace(source, files=tuple(files)),))
    return tmp_path


def test_training_and_test_files_are_kept_apart(published):
    assert len(data.read(published, "train")) == 100
    assert len(data.read(published, "test")) == 20
    last = records(2, 5)[1]
    np.testing.assert_array_equal(data.read(published, "test").pixels, last.pixels)


def test_missing_and_changed_files_are_named(published):
    path = published / data.SOURCES[0].files[0].path
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert len(data.read(published, "test")) == 20  # its own file is whole
    with pytest.raises(DataDamagedError, match=r"data_batch_1.*published checksum"):
        data.read(published, "train")
    path.unlink()
    with pytest.raises(DataMissingError, match=r"\./loupe fetch images"):
        data.read(published, "train")


def test_split_is_stratified_complete_and_reproducible():
    pictures = Pictures(
        np.zeros((200, 32, 32, 3), np.uint8), np.tile(np.arange(10), 20)
    )
    train, validation = data.split_indices(pictures.labels, 10, 50)
    assert len(validation) == 50
    assert set(np.bincount(pictures.labels[validation])) == {5}
    assert sorted([*train, *validation]) == list(range(200))
    repeated = data.split_indices(pictures.labels, 10, 50)
    np.testing.assert_array_equal(repeated[1], validation)
    everything = data.split(pictures, CLASSES, 0)
    assert (len(everything.train), len(everything.validation)) == (200, 0)


@pytest.mark.data
def test_published_images_are_the_real_ones():
    try:
        train = data.read(data_folder(), "train")
    except DataMissingError:
        pytest.skip("CIFAR-10 is not on this machine")
    test = data.read(data_folder(), "test")
    assert set(np.bincount(train.labels)) == {5000}
    assert set(np.bincount(test.labels)) == {1000}
    assert CLASSES[train.labels[0]] == "frog"  # as every tutorial shows
    assert CLASSES[test.labels[0]] == "cat"
