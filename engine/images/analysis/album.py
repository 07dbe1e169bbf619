"""Single published images by their place, without reading the other 60,000.

Sizes of the files are checked and digests are not: these are looked at, and
nothing is measured on them.

N images.
"""

from pathlib import Path

import numpy as np

from engine.data.sources import locate
from engine.errors import LoupeError
from engine.images.analysis.held import Held, hold_pixels
from engine.images.data import CLASSES, SOURCES, TEST
from engine.images.pixels import SIZE

COUNTS = {"train": 50_000, TEST: 10_000}
_FILE_IMAGES = 10_000
_RECORD = 1 + 3 * SIZE * SIZE  # bytes: the class, then three planes of pixels


def is_here(root: Path) -> bool:
    """Return whether the published images are on this machine."""
    try:
        locate(SOURCES[0], root, "images")
    except LoupeError:
        return False
    return True


def take(root: Path, part: str, places: list[int]) -> list[Held]:
    """Return images at their places in the official order.

    Args:
        root: The data folder.
        part: "train" or "test".
        places: From 0.

    Raises:
        DataMissingError: They are not on this machine.
        DataDamagedError: A file has another size than the published one.
    """
    paths = locate(SOURCES[0], root, "images")
    files = paths[-1:] if part == TEST else paths[:-1]
    found = []
    for place in places:
        number, row = divmod(place, _FILE_IMAGES)
        record = np.fromfile(files[number], np.uint8, _RECORD, offset=row * _RECORD)
        planes = record[1:].reshape(3, SIZE, SIZE)
        pixels = np.ascontiguousarray(planes.transpose(1, 2, 0))
        kind = "test" if part == TEST else "training"
        name = f"{kind} image {place}"
        found.append(hold_pixels(pixels, name, f"{part}-{place}", CLASSES[record[0]]))
    return found


def at_random(part: str, seed: int, count: int) -> list[int]:
    """Return places of a part drawn by a seed, none twice."""
    draw = np.random.default_rng(seed)
    return [int(p) for p in draw.choice(COUNTS[part], count, replace=False)]


def page_count(count: int, size: int) -> int:
    """Return how many pages of a size so many images fill; one at least."""
    return max(-(-count // size), 1)


def page_of(places: list[int], page: int, size: int) -> list[int]:
    """Return the places on a page, counted from 1."""
    return places[(page - 1) * size : page * size]
