"""CIFAR-10's files for the tests: of the published sizes, all black but one image."""

from __future__ import annotations

from pathlib import Path

from engine.images.data import SOURCES

_RECORD = 3073
SEVEN = "cat"  # what the test image with this number shows; it is red and green


def blank(root: Path) -> Path:
    """Make the files in a data folder; all but one image are black airplanes."""
    for file in SOURCES[0].files:
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.truncate(file.size_bytes)  # takes no room on the disk
    with path.open("r+b") as test:  # the last one
        test.seek(7 * _RECORD)
        test.write(bytes([3]) + bytes([9]) * 1024 + bytes([8]) * 1024)
    return root
