"""Arrays in a file: exact to resume from, small to ship, whole or not at all."""

from __future__ import annotations

import errno

import h5py
import numpy as np
import pytest

from engine import hdf5
from engine.errors import CheckpointError, DiskFullError

CHANCE = np.random.default_rng(0)
ARRAYS = {
    "lstm_1/kernel": CHANCE.normal(size=(6, 8)).astype(np.float32),
    "lstm_1/bias": CHANCE.normal(size=8).astype(np.float32),
    "seed": np.asarray([1, 2**31], np.uint32),
    "iteration": np.asarray(7, np.int64),
    "scalar": np.asarray(0.25, np.float32),
    "zeros": np.zeros((3, 2), np.float32),
}


def test_full_precision_is_exact(tmp_path):
    path = tmp_path / "deep" / "state.h5"
    hdf5.write(path, ARRAYS, step=12, note="é")
    arrays, about = hdf5.read(path)
    assert about == {"step": 12, "note": "é"}
    assert set(arrays) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


@pytest.mark.parametrize(
    ("precision", "tolerance"), [("float16", 1e-3), ("int8", 1 / 127)]
)
def test_small_precision_is_close_and_keeps_integers(tmp_path, precision, tolerance):
    path = tmp_path / "weights.h5"
    hdf5.write(path, ARRAYS, precision)
    arrays, _ = hdf5.read(path)
    for name, array in ARRAYS.items():
        if array.dtype.kind == "f":
            assert arrays[name].dtype == np.float32
            largest = np.abs(array).max()
            np.testing.assert_allclose(
                arrays[name], array, rtol=0, atol=tolerance * largest
            )
        else:
            np.testing.assert_array_equal(arrays[name], array)


def test_eight_bits_have_a_scale_for_each_column_or_row():
    array = CHANCE.normal(size=(40, 3)).astype(np.float32) * [1, 100, 0]
    for axis, largest in ((0, np.abs(array).max(axis=0)), (1, np.abs(array).max(1))):
        rounded, scale = hdf5.in_eight_bits(array, axis)
        assert rounded.dtype == np.int8
        assert scale.dtype == np.float32
        off = np.abs(rounded * scale - array)
        limit = np.expand_dims(largest, axis) / 126 * 1.001
        assert (off <= limit).all()


def test_a_large_layer_takes_less_than_half_of_its_half_precision(tmp_path):
    layer = {"dense/kernel": CHANCE.normal(size=(400, 256)).astype(np.float32)}
    for precision in ("float16", "int8"):
        hdf5.write(tmp_path / precision, layer, precision)
    sizes = [(tmp_path / name).stat().st_size for name in ("float16", "int8")]
    assert sizes[1] < sizes[0] / 2


def test_files_of_either_precision_as_they_were_first_written_load(tmp_path):
    path = tmp_path / "old.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("half", data=np.full((2, 2), 0.5, np.float16))
        stored = file.create_dataset("eight", data=np.array([[63, -63]], np.int8))
        stored.attrs["scale"] = np.array([0.1, 0.2], np.float32)
    arrays, _ = hdf5.read(path)
    assert arrays["half"].dtype == arrays["eight"].dtype == np.float32
    np.testing.assert_allclose(arrays["eight"], [[6.3, -12.6]], rtol=1e-6)


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("when", ["open", "write", "move"])
def test_full_disk_leaves_the_old_file(tmp_path, monkeypatch, when):
    path = tmp_path / "state.h5"
    hdf5.write(path, ARRAYS, step=1)
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        if when == "open":
            patch.setattr(h5py, "File", full)
        elif when == "write":
            patch.setattr(h5py.Group, "create_dataset", full)
        else:
            patch.setattr("pathlib.Path.replace", full)
            patch.setattr("os.replace", full)
        with pytest.raises(DiskFullError, match="No space left"):
            hdf5.write(path, ARRAYS, step=2)
    assert path.read_bytes() == before
    assert [kept.name for kept in tmp_path.iterdir()] == ["state.h5"]


@pytest.mark.parametrize("content", [None, b"", b"not HDF5", "truncated"])
def test_missing_or_damaged_file_is_named(tmp_path, content):
    path = tmp_path / "model.weights.h5"
    if content == "truncated":
        hdf5.write(path, ARRAYS)
        path.write_bytes(path.read_bytes()[:-500])
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"model\.weights\.h5 is missing or"):
        hdf5.read(path)


def test_same_arrays_give_the_same_digest_whenever_they_are_written(tmp_path):
    path = tmp_path / "timeless.h5"
    hdf5.write(path, {"a/b/c": np.ones((2, 2)), "d": np.arange(3)}, "int8", step=1)
    with h5py.File(path) as file:
        found = [file["/"]]
        file.visititems(lambda _, item: found.append(item))
        assert len(found) == 5
        abouts = [h5py.h5o.get_info(item.id) for item in found]
    times = [(about.atime, about.mtime, about.ctime, about.btime) for about in abouts]
    assert set(times) == {(0, 0, 0, 0)}
