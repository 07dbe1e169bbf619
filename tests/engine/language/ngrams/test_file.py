"""A table on disk: read back as it was written, and refused when damaged."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import CheckpointError
from engine.language.ngrams import file as ngram_file
from engine.language.ngrams.table import count
from tests.engine.language.ngrams.conftest import VOCABULARY_SIZE


@pytest.mark.parametrize("vocabulary_size", [VOCABULARY_SIZE, 400])
def test_a_table_comes_back_as_it_was_written(tmp_path, vocabulary_size):
    ids = np.random.default_rng(2).integers(0, vocabulary_size, 3_000)
    table = count(ids, vocabulary_size, order=4)
    ngram_file.write(table, tmp_path / "table.npz")
    ngram_file.write(table, tmp_path / "again")
    back = ngram_file.read(tmp_path / "table.npz")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "table.npz").read_bytes()
    assert back.vocabulary_size == vocabulary_size
    for ours, theirs in zip(table.levels, back.levels, strict=True):
        for name in ("starts", "symbols", "counts", "suffixes"):
            written, read = getattr(ours, name), getattr(theirs, name)
            assert written.dtype == read.dtype
            np.testing.assert_array_equal(written, read)


def test_a_damaged_file_is_refused_with_a_sentence(table, tmp_path):
    path = tmp_path / "table.npz"
    ngram_file.write(table, path)
    intact = path.read_bytes()
    middle = len(intact) // 2
    data = intact.index(b"symbols_5.npy") + 100  # inside the compressed numbers
    flipped = intact[:data] + bytes([intact[data] ^ 255]) + intact[data + 1 :]
    hidden = intact.replace(b"counts_4.npy", b"counts_9.npy")
    foreign = b"\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, "
    wrong = (b"", b"text", intact[:middle], intact[middle:], flipped, hidden, foreign)
    for content in wrong:
        path.write_bytes(content)
        with pytest.raises(CheckpointError, match=r"table\.npz is damaged"):
            ngram_file.read(path)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("symbols_2", np.array([9, 9, 9, 9], np.uint8)),
        ("counts_1", np.array([1, 1], np.uint8)),
        ("children_1", np.array([3], np.uint8)),
        ("children_2", np.array([4, 0], np.int64)),
        ("symbols_2", np.array([1, 0, 0, 1], np.uint8)),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(tmp_path, name, values):
    table = count([0, 1, 0, 0, 1, 1], 2, order=2)
    ngram_file.write(table, tmp_path / "table.npz")
    with np.load(tmp_path / "table.npz") as file:
        arrays = {key: file[key] for key in file.files}
    np.savez(tmp_path / "wrong.npz", **{**arrays, name: values})
    with pytest.raises(CheckpointError, match="damaged") as caught:
        ngram_file.read(tmp_path / "wrong.npz")
    assert "do not fit together" in str(caught.value.__cause__)


def test_a_missing_file_is_not_called_damaged(tmp_path):
    with pytest.raises(CheckpointError, match=r"none\.npz is missing"):
        ngram_file.read(tmp_path / "none.npz")
