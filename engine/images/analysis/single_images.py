"""Single CIFAR-10 images by their index, without reading the other 60,000.

File sizes are checked but not checksums: these images are only displayed, nothing is
measured on them.

N images.
"""

from pathlib import Path

import numpy as np

from engine.data.sources import locate
from engine.errors import LoupeError
from engine.images.analysis.prepared import PreparedPicture, prepare_pixels
from engine.images.data import CLASSES, SOURCES, TEST
from engine.images.pixels import SIZE

COUNTS = {"train": 50_000, TEST: 10_000}
_FILE_IMAGES = 10_000
_RECORD = 1 + 3 * SIZE * SIZE  # bytes: the class, then three planes of pixels


def is_available(root: Path) -> bool:
    """Return whether CIFAR-10 is on this machine."""
    try:
        locate(SOURCES[0], root, "images")
    except LoupeError:
        return False
    return True


def read(root: Path, part: str, indices: list[int]) -> list[PreparedPicture]:
    """Return images by their indices in the official order.

    Args:
        root: The data folder.
        part: "train" or "test".
        indices: From 0.

    Raises:
        DataMissingError: They are not on this machine.
        DataDamagedError: A file has another size than the published one.
    """
    paths = locate(SOURCES[0], root, "images")
    files = paths[-1:] if part == TEST else paths[:-1]
    pictures = []
    for index in indices:
        number, row = divmod(index, _FILE_IMAGES)
        record = np.fromfile(files[number], np.uint8, _RECORD, offset=row * _RECORD)
        planes = record[1:].reshape(3, SIZE, SIZE)
        pixels = np.ascontiguousarray(planes.transpose(1, 2, 0))
        kind = "test" if part == TEST else "training"
        name = f"{kind} image {index}"
        truth = CLASSES[record[0]]
        pictures.append(prepare_pixels(pixels, name, f"{part}-{index}", truth))
    return pictures


def random_indices(part: str, seed: int, count: int) -> list[int]:
    """Return distinct random indices into a part."""
    random = np.random.default_rng(seed)
    return [int(i) for i in random.choice(COUNTS[part], count, replace=False)]


def page_count(count: int, size: int) -> int:
    """Return how many pages of `size` images `count` images fill; at least 1."""
    return max(-(-count // size), 1)


def page_of(indices: list[int], page: int, size: int) -> list[int]:
    """Return the indices on a page; pages are counted from 1."""
    return indices[(page - 1) * size : page * size]
