"""Files of arrays: whatever is done to one, reading it ends in a named error."""

from __future__ import annotations

import io
import random
import re
import shutil

import numpy as np
import pytest

from engine import arrays, hdf5
from engine.checkpoints.checkpoint import PROJECT
from engine.data import glove
from engine.errors import CheckpointError
from engine.images.analysis import channel_images, nearest
from engine.images.analysis import outcomes as images_outcomes
from engine.images.data import CLASSES
from engine.language.ngrams import file as ngram_file
from engine.reading.analysis import outcomes as reading_outcomes
from engine.sentiment import outcomes as sentiment_outcomes
from engine.sentiment.analysis import filters

SHIPPED = PROJECT / "checkpoints"
# A file of each kind that is shipped -> what reads it, given its folder.
KINDS = {
    "images/quick/channel-images.npz": channel_images.read,
    "images/quick/nearest.npz": nearest.read,
    "images/quick/outcomes.npz": lambda f: images_outcomes.read(f, CLASSES),
    "language/paulgraham-ngrams/table.npz": lambda f: ngram_file.read(f / "table.npz"),
    "sentiment/char-cnn/filters.npz": filters.read,
    "sentiment/char-cnn/outcomes-dev.npz": lambda f: sentiment_outcomes.read(f, "dev"),
    "sentiment/char-cnn/outcomes-test.npz": lambda f: sentiment_outcomes.read(
        f, "test"
    ),
    "reading/baseline/dev_outcomes.h5": reading_outcomes.read,
    "sentiment/word-counts/model.weights.h5": lambda f: hdf5.read(
        f / "model.weights.h5"
    ),
}
EACH = pytest.mark.parametrize("file", KINDS)


def packed(content: dict[str, np.ndarray]) -> bytes:
    """Return arrays as NumPy's users write them."""
    out = io.BytesIO()
    np.savez(out, **content)
    return out.getvalue()


def refused(file: str, folder) -> None:
    """Assert that reading a file there says its name and what to do."""
    name = re.escape(file.rpartition("/")[2])
    with pytest.raises(CheckpointError, match=rf"(?s){name} is .*Restore it from git"):
        KINDS[file](folder)


def test_every_kind_that_is_shipped_is_tried():
    shipped = {re.sub(r"\d+", "", p.name) for p in SHIPPED.rglob("*.npz")}
    assert shipped == {k.rpartition("/")[2] for k in KINDS if k.endswith(".npz")}


@EACH
def test_whole_files_are_read(file, tmp_path):
    shutil.copy(SHIPPED / file, tmp_path)
    assert KINDS[file](tmp_path)


@EACH
def test_cut_emptied_foreign_and_missing_files_are_named(file, tmp_path):
    whole = (SHIPPED / file).read_bytes()
    path = tmp_path / file.rpartition("/")[2]
    refused(file, tmp_path)  # there is none yet
    cuts = [1, 4, 60, len(whole) // 3, len(whole) // 2, len(whole) - 30, len(whole) - 1]
    contents = [whole[:cut] for cut in cuts]
    contents += [b"", whole[len(whole) // 2 :], b"Not a file of arrays.\n" * 40]
    contents.append("ä".encode("latin-1"))
    for content in contents:
        path.write_bytes(content)
        refused(file, tmp_path)


@EACH
def test_a_folder_in_its_place_is_named(file, tmp_path):
    (tmp_path / file.rpartition("/")[2]).mkdir()
    refused(file, tmp_path)


@pytest.mark.parametrize("file", [kind for kind in KINDS if kind.endswith(".npz")])
def test_a_missing_array_or_one_array_alone_is_named(file, tmp_path):
    path = tmp_path / file.rpartition("/")[2]
    with np.load(SHIPPED / file) as stored:
        content = {name: stored[name] for name in stored.files}
    assert content
    for name in content:
        rest = {other: array for other, array in content.items() if other != name}
        path.write_bytes(packed(rest))
        refused(file, tmp_path)
    with path.open("wb") as out:
        np.save(out, np.zeros(3))
    refused(file, tmp_path)


def test_a_missing_array_of_hdf5_is_named(tmp_path):
    stored, _ = hdf5.read(SHIPPED / "reading/baseline/dev_outcomes.h5")
    assert stored.pop("f1") is not None
    hdf5.write(tmp_path / reading_outcomes.FILE, stored)
    with pytest.raises(CheckpointError, match="no readable outcomes"):
        reading_outcomes.read(tmp_path)


def test_flipped_bytes_are_named_or_do_no_harm(tmp_path):
    source = random.Random(4)
    path = tmp_path / "some.npz"
    whole = arrays.to_bytes({"a": np.arange(5000), "b": np.ones((30, 4))})
    found = {"read": 0, "named": 0}
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(source.choice([1, 3, 40])):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        path.write_bytes(damaged)
        try:
            arrays.read(path, dict)
            found["read"] += 1
        except CheckpointError:
            found["named"] += 1
    assert found["named"] > found["read"]


def test_pickles_are_refused(tmp_path):
    (tmp_path / "some.npz").write_bytes(packed({"a": np.array([{}], object)}))
    with pytest.raises(CheckpointError, match=r"some\.npz is damaged"):
        arrays.read(tmp_path / "some.npz", dict)


def test_a_damaged_array_on_the_disk_is_named(tmp_path):
    path = tmp_path / "kept.npy"
    np.save(path, np.zeros(100))
    arrays.open_to_change(path)[3] = 5
    assert np.load(path)[3] == 5
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(CheckpointError, match=r"kept\.npy is damaged.*Delete it"):
        arrays.open_to_change(path)


@pytest.mark.parametrize("damage", ["words", "vectors", "encoding"])
def test_damaged_word_vectors_are_named(damage, tmp_path):
    path = tmp_path / "vectors.h5"
    content = {
        "words": np.frombuffer(b"good\nbad" if damage != "encoding" else b"\xff", "u1"),
        "vectors": np.ones((2, 100), np.int8),
        "scales": np.ones(2, np.float32),
    }
    content.pop(damage, None)
    hdf5.write(path, content, imputed_words=0)
    with pytest.raises(CheckpointError, match=r"vectors\.h5 is damaged"):
        glove.load(path)
