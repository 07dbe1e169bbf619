"""Arrays in one HDF5 file: full precision to resume from, compact to ship.

No pickle and no code: a file holds arrays by name, weights under the paths of their
variables, so that those trained on one Keras backend load on every other.

In front of HDF5's own bytes is a block of 512 with the SHA-256 of the rest (HDF5's
"user block"). HDF5 has no checksum of its own here: a changed byte would be read as
another number. Files from before Loupe 1.1 have no such block; their digest, if they
are published, is on the card.
"""

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from engine.arrays import Arrays
from engine.errors import CheckpointError, DiskFullError

# Of "int8", on each side of zero: 63 of 127, because a file of numbers that use
# seven bits deflates better and the loss is the same (1.4774 against 1.4776 nats
# per character; 31 levels: 1.4793, measured on 2026-11-23 on a `quick` network).
_LEVELS = 63
_MANY = 10_000  # integers that are worth compressing
_BLOCK_BYTES = 512  # the smallest user block
_MARK = b"Loupe SHA-256 "
_HDF5 = b"\x89HDF\r\n\x1a\n"  # how a file without a block begins

# What h5py raises on files with flipped or missing bytes, seen by damaging files.
_DAMAGE = (OSError, KeyError, RuntimeError, ValueError, TypeError, MemoryError)
_REASONS = {
    errno.ENOSPC: "No space left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you have no permission to write there",
}


def write(
    path: Path, arrays: Arrays, precision: str = "float32", **attributes: float | str
) -> None:
    """Write arrays and attributes to `path`, completely or not at all.

    Args:
        path: The file to create or replace.
        arrays: Name -> array. Integers are stored unchanged.
        precision: "float32", "float16", or "int8": eight bits with one scale
            for each column of a matrix, vectors in float16.
        **attributes: Single values to store beside them.

    Raises:
        DiskFullError: The disk is full; an earlier file is untouched.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _new_file(part) as file:
            file.attrs.update(attributes)
            for name, array in arrays.items():
                _make_group(file, name.rpartition("/")[0])
                _put(file, name, np.asarray(array), precision)
        with part.open("r+b") as stamped:
            stamped.write(_block(part))
        part.replace(path)
    except (OSError, RuntimeError) as error:  # HDF5 raises either
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise DiskFullError(f"Cannot write {path.name}: {_why(error)}.") from error


def _new_file(path: Path) -> h5py.File:
    """Return a new file in the format of HDF5 1.10 (2016), without a time in it.

    A network of few weights takes a quarter of the bytes that it takes in older
    formats; and the same arrays give the same digest whenever they are written.
    """
    create = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    create.set_userblock(_BLOCK_BYTES)
    create.set_obj_track_times(False)
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_libver_bounds(h5py.h5f.LIBVER_V110, h5py.h5f.LIBVER_V110)
    name = os.fsencode(path)
    return h5py.File(h5py.h5f.create(name, h5py.h5f.ACC_TRUNC, create, access))


def _make_group(file: h5py.File, name: str) -> None:
    """Make a group and those around it, without times."""
    if not name or name in file:
        return
    _make_group(file, name.rpartition("/")[0])
    create = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
    create.set_obj_track_times(False)
    h5py.h5g.create(file.id, name.encode(), gcpl=create)


def _why(error: Exception) -> str:
    """Return why a file could not be written, without HDF5's own trace in it."""
    number = getattr(error, "errno", None)
    for code, words in _REASONS.items():
        if number == code or f"errno = {code}," in str(error):
            return words
    return str(getattr(error, "strerror", None) or error).splitlines()[0]


def _block(path: Path) -> bytes:
    """Return the block that belongs in front of a file's HDF5."""
    with path.open("rb") as file:
        file.seek(_BLOCK_BYTES)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return (_MARK + digest.encode() + b"\n").ljust(_BLOCK_BYTES, b"\0")


def _refuse_changed(path: Path) -> None:
    """Raise OSError where a file is not what was written."""
    with path.open("rb") as file:
        start = file.read(_BLOCK_BYTES)
    if not start.startswith(_HDF5) and start != _block(path):
        raise OSError("its content is not what was written")


def _put(file: h5py.File, name: str, array: NDArray[Any], precision: str) -> None:
    """Store one array, compressed where that helps."""
    if array.dtype.kind in "iu" and array.size > _MANY:
        file.create_dataset(name, data=array, compression="gzip")
    elif array.dtype.kind != "f" or precision == "float32":
        file.create_dataset(name, data=array)
    elif precision == "float16" or array.ndim < 2:
        file.create_dataset(name, data=array.astype(np.float16))
    else:
        rounded, scale = in_eight_bits(array, tuple(range(array.ndim - 1)))
        stored = file.create_dataset(name, data=rounded, compression="gzip")
        stored.attrs["scale"] = scale.reshape(-1)


def in_eight_bits(
    array: NDArray[Any], axis: int | tuple[int, ...]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return real numbers as int8 and the scales that bring them back.

    Args:
        array: Of any shape.
        axis: What one scale is for: 1 for each row of a matrix, 0 for each column.

    Returns:
        The rounded numbers, and the scales with as many axes: their product is off
        by half a scale at most, a 126th of the largest number of its row.
    """
    scale = np.abs(array).max(axis=axis, keepdims=True) / _LEVELS
    scale = np.where(scale == 0, 1, scale).astype(np.float32)
    return np.rint(array / scale).astype(np.int8), scale


def read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return all arrays (real numbers as float32) and the attributes of a file.

    Raises:
        CheckpointError: The file is missing or damaged.
    """
    arrays: dict[str, NDArray[Any]] = {}
    try:
        _refuse_changed(path)
        with h5py.File(path, "r") as file:
            attributes = dict(file.attrs)
            file.visititems(lambda name, item: _take(arrays, name, item))
    except _DAMAGE as error:
        raise CheckpointError(
            f"{path.name} is missing or damaged ({error}). "
            "Restore it from git, or train again."
        ) from error
    return arrays, attributes


def is_sound(path: Path) -> bool:
    """Return whether a file is there and is what was written."""
    try:
        _refuse_changed(path)
    except OSError:
        return False
    return True


def _take(arrays: dict[str, NDArray[Any]], name: str, item: Any) -> None:
    """Add one stored array to `arrays`, undoing `_put`."""
    if not isinstance(item, h5py.Dataset):
        return
    array = item[()]
    if "scale" in item.attrs:
        array = array * item.attrs["scale"]
    arrays[name] = array.astype(np.float32) if array.dtype.kind == "f" else array
