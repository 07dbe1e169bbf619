"""A user's own ZIP is read without unpacking, or refused with what to do."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from engine.data.sources import training_digests
from engine.errors import PictureError
from engine.images import data, own_pictures
from tests.contract.pictures import COLOURS, noisy, png, zipped

GOOD = png(noisy((10, 200, 30), 1))


def archive(members, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **options) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return file.getvalue()


def two_classes(each=2):
    return {f"{c}/{i}.png": GOOD for c in ("cup", "bowl") for i in range(each)}


def test_folders_are_classes():
    pictures, classes = own_pictures.read(zipped(3), "own.zip")
    assert classes == ("blue", "green", "red")
    assert np.bincount(pictures.labels).tolist() == [3, 3, 3]
    for label, name in enumerate(classes):
        mean = pictures.pixels[pictures.labels == label].mean(axis=(0, 1, 2))
        assert np.argmax(mean) == np.argmax(COLOURS[name])
    assert own_pictures.check(zipped(3), "own.zip") == (
        "9 pictures in 3 classes: “blue” (3), “green” (3), “red” (3)."
    )


def test_broken_file_is_left_out_and_named():
    content = archive({"cup/9.png": b"no picture", **two_classes()})
    pictures, classes = own_pictures.read(content, "own.zip")
    assert (len(pictures), len(classes)) == (4, 2)
    words = own_pictures.check(content, "own.zip")
    assert "1 file is left out: 9.png is not a picture" in words


def test_system_files_in_a_zip_are_ignored():
    extra = {
        "__MACOSX/cup/._0.png": b"x",
        "cup/.DS_Store": b"x",
        "cup/Thumbs.db": b"x",
        "readme.txt": b"x",
        "cup/": b"",
    }
    pictures, classes = own_pictures.read(archive(two_classes() | extra), "own.zip")
    assert classes == ("bowl", "cup")
    assert len(pictures) == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a readable ZIP"),
        (b"PK\x03\x04 torn", "is not a readable ZIP"),
        (GOOD, "is not a readable ZIP"),
        (archive({}), "has 0 folders"),
        (archive({"cup/1.png": GOOD, "cup/2.png": GOOD}), "has 1 folder"),
        (archive({f"c{i}/{j}.png": GOOD for i in range(21) for j in "ab"}), "21 fold"),
        (archive({"1.png": GOOD, **two_classes()}), "is not in a folder"),
        (archive({"cup/1.png": GOOD, **two_classes(1)}), "bowl.*only 1 picture"),
        (
            archive(two_classes() | {"cup/1.png": b"no picture"}),
            "cup.*only 1 picture.* 1.png is not a picture",
        ),
    ],
    ids=[
        *("empty", "torn", "a picture", "nothing in it", "one class", "21 classes"),
        *("no folder", "one picture", "not a picture"),
    ],
)
def test_unusable_zip_is_refused(content, said):
    with pytest.raises(PictureError, match=said):
        own_pictures.read(content, "own.zip")


def test_bomb_is_refused_by_its_declared_size(monkeypatch):
    monkeypatch.setattr(own_pictures, "MAXIMUM_UNPACKED", 100_000)
    members = two_classes() | {"cup/big.png": bytes(200_000)}
    content = archive(members, compression=zipfile.ZIP_DEFLATED)
    assert len(content) < 20_000
    with pytest.raises(PictureError, match="the limit is 20,000 pictures"):
        own_pictures.read(content, "own.zip")


def test_bomb_that_lies_about_its_size_is_refused_while_it_is_read(monkeypatch):
    monkeypatch.setattr(own_pictures, "MAXIMUM_BYTES", 5000)
    content = archive(
        two_classes() | {"cup/big.png": bytes(6000)}, compression=zipfile.ZIP_DEFLATED
    )
    with pytest.raises(PictureError, match="more than the size limit"):
        own_pictures.read(content, "own.zip")


def test_damaged_member_is_named():
    content = bytearray(archive(two_classes()))
    middle = content.find(GOOD) + len(GOOD) // 2
    content[middle] ^= 255
    with pytest.raises(PictureError, match="is damaged in the ZIP"):
        own_pictures.read(bytes(content), "own.zip")


def test_large_file_is_refused_before_it_is_opened():
    with pytest.raises(PictureError, match="the limit is 50 MB"):
        own_pictures.read(bytes(51 * 2**20), "own.zip")


def test_small_class_has_a_validation_image_too():
    labels = np.repeat([0, 1], [100, 4])
    train, validation = data.split_indices(labels, 2, 10)
    assert np.bincount(labels[validation]).tolist() == [10, 1]
    assert len(train) + len(validation) == 104


def test_a_tenth_of_every_class_is_for_validation(tmp_path):
    path = tmp_path / "own-data"
    path.write_bytes(zipped(20))
    split = data.training_set(tmp_path, path, "own.zip", 5000)
    assert split.classes == ("blue", "green", "red")
    assert np.bincount(split.validation.labels).tolist() == [2, 2, 2]
    assert len(split.train) == 54
    ((name, digest),) = training_digests((), "", path, "own.zip").items()
    assert name == f"own.zip ({digest[:6]})"
