"""The shared word vectors: what is written is what is read, and damage is an error."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data import glove
from engine.errors import CheckpointError, DataDamagedError, DataMissingError


@pytest.fixture
def text(tmp_path):
    """A text of three words in GloVe's form, and its numbers."""
    numbers = np.random.default_rng(0).normal(0, 0.4, (3, glove.DIMENSIONS))
    path = tmp_path / "glove.txt"
    lines = zip(("the", "é\u00a0a", "lamp"), numbers, strict=True)
    path.write_text(
        "".join(f"{word} {' '.join(f'{v:.5f}' for v in row)}\n" for word, row in lines),
        encoding="utf-8",
    )
    return path, numbers


@pytest.fixture
def asset(text, tmp_path):
    """The asset made from that text."""
    return glove.write_asset(text[0], tmp_path / "glove.h5")


def test_what_is_written_is_read(text, asset):
    vectors = glove.load(asset)
    assert vectors.words == ("the", "é\u00a0a", "lamp")
    assert vectors.array.dtype == np.float32
    step = np.abs(text[1]).max(axis=1, keepdims=True) / 63
    assert (np.abs(vectors.array - text[1]) <= step * 0.51).all()
    assert vectors.imputed_words == 0
    assert vectors.note == ""


def test_words_are_looked_up_in_small_letters(asset):
    vectors = glove.load(asset)
    np.testing.assert_array_equal(vectors.rows(["Lamp", "THE", "gull"]), [2, 0, -1])
    np.testing.assert_array_equal(vectors.vector("LAMP"), vectors.array[2])
    assert vectors.vector("gull") is None


def test_missing_asset_says_how_to_get_it(tmp_path):
    with pytest.raises(DataMissingError, match="loupe vectors"):
        glove.load(tmp_path / "none.h5")


def test_missing_text_is_an_error(tmp_path):
    with pytest.raises(DataMissingError, match="GloVe’s text"):
        glove.write_asset(tmp_path / "none.txt", tmp_path / "glove.h5")


def test_line_with_too_few_numbers_is_named(text, tmp_path):
    path, _ = text
    with path.open("a", encoding="utf-8") as file:
        file.write("short 0.1 0.2\n")
    with pytest.raises(DataDamagedError, match="Line 4"):
        glove.write_asset(path, tmp_path / "glove.h5")


def test_damaged_asset_is_an_error(asset):
    asset.write_bytes(asset.read_bytes()[:200])
    with pytest.raises(CheckpointError):
        glove.load(asset)


def test_shipped_asset_knows_common_words():
    vectors = glove.load()
    assert vectors.array.shape == (len(vectors.words), glove.DIMENSIONS)
    king, queen, lamp = (vectors.vector(word) for word in ("king", "queen", "lamp"))

    def cosine(one, other):
        return one @ other / np.linalg.norm(one) / np.linalg.norm(other)

    assert cosine(king, queen) > cosine(king, lamp) + 0.2
