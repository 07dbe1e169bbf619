"""Arrays in one compressed `.npz` file: numbers alone, never pickles.

Whoever reads such a file reads it here, so that a damaged one is always named.
What HDF5 files hold is read in `weights.py`.
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
    """Return what is made of the arrays in a file.

    Args:
        path: A file that `to_bytes` gave the content of.
        make: Takes the arrays by name. It may look for one that is not there, or
            raise ValueError where they do not fit together: the file is damaged.

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
    """Return the array of a `.npy` file; what is assigned to it goes to the disk.

    Raises:
        CheckpointError: The file is missing or damaged.
    """
    try:
        # A file that is too short is refused so; opened to be changed at once, NumPy
        # would make it long enough with zeros.
        np.load(path, mmap_mode="r", allow_pickle=False)
        opened: NDArray[Any] = np.load(path, mmap_mode="r+", allow_pickle=False)
    except _DAMAGE as error:
        raise CheckpointError(
            f"{path.parent.name}/{path.name} is damaged ({error}). Delete it: what "
            "it holds is computed again."
        ) from error
    return opened


def _unreadable(path: Path, how: str) -> CheckpointError:
    return CheckpointError(
        f"{path.parent.name}/{path.name} is {how}. Restore it from git, or train again."
    )
