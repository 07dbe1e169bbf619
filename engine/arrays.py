"""Arrays in one compressed `.npz` file: numbers only, never pickles.

All such files are read here, so that a damaged one is always named. HDF5 files are read
in `hdf5.py`.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from tokenize import TokenError
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError

T = TypeVar("T")
Arrays = Mapping[str, NDArray[Any]]

# What zipfile and NumPy raise on files with flipped, missing or foreign bytes, and
# `make` on arrays that are missing or do not fit together. Seen by damaging files.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, MemoryError),
    *(KeyError, IndexError, TypeError, ValueError, OverflowError),
    *(TokenError, SyntaxError),  # of an array's header
)


def to_bytes(arrays: Arrays) -> bytes:
    """Return arrays as the content of a file; equal arrays give equal bytes."""
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **dict(arrays))
    return out.getvalue()


def read(path: Path, make: Callable[[Arrays], T]) -> T:
    """Return what `make` makes of the arrays in a file.

    Args:
        path: A file with content from `to_bytes`.
        make: Takes the arrays by name. A KeyError or ValueError from it means that
            the file is damaged.

    Raises:
        CheckpointError: The file is missing, damaged, or holds other arrays.
    """
    try:
        content = io.BytesIO(path.read_bytes())
        with np.load(content, allow_pickle=False) as stored:
            return make({name: stored[name] for name in stored.files})
    except FileNotFoundError as error:
        raise _unreadable(path, "missing") from error
    except _DAMAGE as error:
        raise _unreadable(path, f"damaged ({error})") from error


def open_to_change(path: Path) -> NDArray[Any]:
    """Return the array of a `.npy` file; assignments to it are written to disk.

    Raises:
        CheckpointError: The file is missing or damaged.
    """
    try:
        # This refuses a file that is too short; in mode r+ NumPy would extend it with
        # zeros.
        np.load(path, mmap_mode="r", allow_pickle=False)
        opened: NDArray[Any] = np.load(path, mmap_mode="r+", allow_pickle=False)
    except _DAMAGE as error:
        raise CheckpointError(
            f"{path.parent.name}/{path.name} is damaged ({error}). Delete it: its "
            "content is computed again."
        ) from error
    return opened


def _unreadable(path: Path, how: str) -> CheckpointError:
    return CheckpointError(
        f"{path.parent.name}/{path.name} is {how}. Restore it from git, or train again."
    )
