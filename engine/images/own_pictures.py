"""A user's own classes: a ZIP with one folder of pictures for each.

Nothing is unpacked to disk. The sizes that a ZIP declares are checked before anything
is read, and the real ones while it is read.
"""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

import numpy as np

from engine.errors import PictureError
from engine.experiment import MAXIMUM_OWN_BYTES, too_large
from engine.images.pictures import (
    EXTENSIONS,
    MAXIMUM_BYTES,
    open_picture,
    to_pixels,
)
from engine.images.pixels import Pictures

CLASSES = (2, 20)  # fewest and most
_MAXIMUM_PICTURES = 20_000
_FEWEST_PER_CLASS = 2  # one for training and one for validation
_MAXIMUM_UNPACKED = 500 * 1024 * 1024  # bytes
_HOW = "Put the pictures of each class into a folder of its own, and zip the folders."


def read(content: bytes, name: str) -> tuple[Pictures, tuple[str, ...]]:
    """Return the pictures of a ZIP and the names of their classes, in order.

    Args:
        content: The ZIP.
        name: Its file name, for errors.

    Raises:
        PictureError: Not a ZIP, too large, too few or too many classes or
            pictures, or a picture in it cannot be read.
    """
    with _opened(content, name) as archive:
        members = _members(archive, name)
        classes = tuple(sorted({label for label, _ in members}))
        _check_counts(name, [label for label, _ in members], classes)
        pixels, labels, budget = [], [], _MAXIMUM_UNPACKED
        for label, member in members:
            content = _read_member(archive, member, budget)
            budget -= len(content)
            file_name = PurePosixPath(member.filename).name
            pixels.append(to_pixels(open_picture(content, file_name)))
            labels.append(classes.index(label))
    return Pictures(np.stack(pixels), np.asarray(labels, np.int64)), classes


def check(content: bytes, name: str) -> str:
    """Return a summary of a ZIP; all its pictures are opened.

    Raises:
        PictureError: As `read`.
    """
    pictures, classes = read(content, name)
    return f"{len(pictures):,} pictures in {len(classes)} classes: {', '.join(classes)}"


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    """Return the ZIP, its size and format checked."""
    if len(content) > MAXIMUM_OWN_BYTES:
        raise PictureError(too_large(name, len(content)))
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise PictureError(f"{name} is not a readable ZIP file. {_HOW}") from error


def _members(archive: zipfile.ZipFile, name: str) -> list[tuple[str, zipfile.ZipInfo]]:
    """Return class and entry of each picture, sorted; declared sizes are checked."""
    members = []
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        ending = path.suffix.lower().removeprefix(".")
        if member.is_dir() or hidden or ending not in EXTENSIONS:
            continue
        if len(path.parts) < 2:
            raise PictureError(f"{path.name} in {name} is not in a folder. {_HOW}")
        members.append((path.parts[-2], member))
    declared = sum(member.file_size for _, member in members)
    if len(members) > _MAXIMUM_PICTURES or declared > _MAXIMUM_UNPACKED:
        raise PictureError(
            f"{name} holds {len(members):,} pictures, {declared / 2**20:,.0f} MB "
            f"unpacked; the limit is {_MAXIMUM_PICTURES:,} pictures and "
            f"{_MAXIMUM_UNPACKED // 2**20} MB."
        )
    return sorted(members, key=lambda each: (each[0], each[1].filename))


def _check_counts(name: str, labels: list[str], classes: tuple[str, ...]) -> None:
    """Raise unless there are enough classes, each with enough pictures."""
    fewest, most = CLASSES
    if not fewest <= len(classes) <= most:
        raise PictureError(
            f"{name} has {len(classes)} folders with pictures; "
            f"{fewest} to {most} are needed. {_HOW}"
        )
    for label in classes:
        if labels.count(label) < _FEWEST_PER_CLASS:
            raise PictureError(
                f"“{label}” in {name} has only {labels.count(label)} picture; "
                f"{_FEWEST_PER_CLASS} are needed, for training and for validation."
            )


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int
) -> bytes:
    """Return the bytes of one entry, refusing more than the limits allow."""
    most = min(MAXIMUM_BYTES, budget)
    try:
        with archive.open(member) as file:
            content = file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise PictureError(f"{member.filename} is damaged in the ZIP.") from error
    except (
        RuntimeError,
        NotImplementedError,
    ) as error:  # encrypted, or an unknown compression
        raise PictureError(
            f"{member.filename} is password-protected, or compressed in a way that is "
            "not supported."
        ) from error
    if len(content) > most:
        raise PictureError(
            f"{member.filename} unpacks to more than the size limit allows."
        )
    return content
