"""A user's own classes: a ZIP with one folder of pictures for each.

Nothing is unpacked to disk. The sizes that a ZIP declares are checked before anything
is read, and the real ones while it is read.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from threading import Lock

import numpy as np

from engine.errors import PictureError
from engine.experiment import MAXIMUM_OWN_BYTES, too_large
from engine.images.pictures import (
    EXTENSIONS,
    MAXIMUM_BYTES,
    Picture,
    open_picture,
    to_pixels,
)
from engine.images.pixels import Pictures

CLASSES = (2, 20)  # fewest and most
_MAXIMUM_PICTURES = 20_000
FEWEST_PER_CLASS = 2  # one for training and one for validation
MAXIMUM_UNPACKED = 500 * 1024 * 1024  # bytes
_MANY_PER_CLASS = 500  # pictures, from which training from nothing may be better
_TRANSFER = (
    "With few pictures choose the preset transfer: it begins with the features of a "
    "trained network, the other presets with random weights."
)
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
    opened = []
    for label, picture in pictures_of(content, name, _check_counts):
        if isinstance(picture, PictureError):
            raise picture
        opened.append((label, picture))
    classes = tuple(sorted({label for label, _ in opened}))
    pixels = np.stack([to_pixels(picture) for _, picture in opened])
    labels = [classes.index(label) for label, _ in opened]
    return Pictures(pixels, np.asarray(labels, np.int64)), classes


def _any_counts(name: str, labels: list[str]) -> None:
    """Raise nothing: pictures to classify can be of any classes."""


def pictures_of(
    content: bytes,
    name: str,
    check_labels: Callable[[str, list[str]], None] = _any_counts,
) -> Iterator[tuple[str, Picture | PictureError]]:
    """Yield the folder, which is the class, and the picture of each entry of a ZIP.

    In place of a picture that cannot be opened comes the error: the others still can.

    Args:
        content: The ZIP.
        name: Its file name, for errors.
        check_labels: Called with that name and the classes of all entries before the
            first is opened; raises where they cannot be used.

    Raises:
        PictureError: Not a ZIP, too large, or an entry cannot be unpacked.
    """
    budget = MAXIMUM_UNPACKED
    with _opened(content, name) as archive:
        members = _members(archive, name)
        check_labels(name, [label for label, *_ in members])
        for label, file_name, member in members:
            content = _read_member(archive, member, budget)
            budget -= len(content)
            try:
                picture: Picture | PictureError = open_picture(content, file_name)
            except PictureError as error:
                picture = error
            yield label, picture


def folder_name(label: str) -> str:
    """Return the name of a class as a folder in a ZIP can have it."""
    return " ".join(label.replace("/", " ").replace("\\", " ").split()).lstrip("._")


def zipped(classes: Mapping[str, Sequence[tuple[str, bytes]]]) -> bytes:
    """Return a ZIP that `read` reads.

    Args:
        classes: Class, as `folder_name` returns it -> name and content of its files.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for label, files in classes.items():
            for number, (name, content) in enumerate(files):
                archive.writestr(f"{label}/{number:03d}-{folder_name(name)}", content)
    return file.getvalue()


def to_text(classes: tuple[str, ...]) -> str:
    """Return the names of classes as a checkpoint stores them, JSON."""
    return json.dumps(classes, ensure_ascii=False) + "\n"


def check(content: bytes, name: str, is_transfer: bool = True) -> str:
    """Return a summary of a ZIP; all its pictures are opened.

    Args:
        content: The ZIP.
        name: Its file name, for errors.
        is_transfer: Whether transfer learning is chosen; else it is recommended where
            there are few pictures.

    Raises:
        PictureError: As `read`.
    """
    key = name, sha256(content).hexdigest()
    with _CHECKING:
        checked = _CHECKED.get(key)
    if checked is None:
        try:
            pictures, classes = read(content, name)
            is_small = len(pictures) < _MANY_PER_CLASS * len(classes)
            checked = True, _summary(pictures, classes), is_small
        except PictureError as error:
            checked = False, str(error), False
        with _CHECKING:
            _CHECKED[key] = checked
            while len(_CHECKED) > _MOST_CHECKED:
                del _CHECKED[next(iter(_CHECKED))]
    is_usable, words, is_small = checked
    if not is_usable:
        raise PictureError(words)
    return words if is_transfer or not is_small else f"{words} {_TRANSFER}"


# The form asks again after each change of a setting; a file is opened once.
# Name and digest -> whether it can be used, words, whether its pictures are few.
_CHECKED: dict[tuple[str, str], tuple[bool, str, bool]] = {}
_CHECKING = Lock()
_MOST_CHECKED = 16  # the latest


def _summary(pictures: Pictures, classes: tuple[str, ...]) -> str:
    """Return in a sentence what a ZIP holds, its folder names as plain text."""
    counts = np.bincount(pictures.labels, minlength=len(classes))
    listed = ", ".join(
        f"“{label}” ({count:,})" for label, count in zip(classes, counts, strict=True)
    )
    return f"{len(pictures):,} pictures in {len(classes)} classes: {listed}."


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    """Return the ZIP, its size and format checked."""
    if len(content) > MAXIMUM_OWN_BYTES:
        raise PictureError(too_large(name, len(content)))
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    # On a damaged directory zipfile raises anything: IndexError, UnicodeDecodeError …
    except Exception as error:
        raise PictureError(f"{name} is not a readable ZIP file. {_HOW}") from error


def _members(
    archive: zipfile.ZipFile, name: str
) -> list[tuple[str, str, zipfile.ZipInfo]]:
    """Return class, file name and entry of each picture, sorted.

    Raises:
        PictureError: A picture is in no folder, or too much is declared.
    """
    members = []
    for member in archive.infolist():
        # Some programs on Windows write the separator that ZIP does not have.
        path = PurePosixPath(member.filename.replace("\\", "/"))
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        ending = path.suffix.lower().removeprefix(".")
        if hidden or ending not in EXTENSIONS or member.filename.endswith("/"):
            continue
        if len(path.parts) < 2:
            raise PictureError(f"{path.name} in {name} is not in a folder. {_HOW}")
        members.append((path.parts[-2], path.name, member))
    declared = sum(member.file_size for *_, member in members)
    if len(members) > _MAXIMUM_PICTURES or declared > MAXIMUM_UNPACKED:
        raise PictureError(
            f"{name} holds {len(members):,} pictures, {declared / 2**20:,.0f} MB "
            f"unpacked; the limit is {_MAXIMUM_PICTURES:,} pictures and "
            f"{MAXIMUM_UNPACKED // 2**20} MB."
        )
    return sorted(members, key=lambda each: (each[0], each[2].filename))


def _check_counts(name: str, labels: list[str]) -> None:
    """Raise unless there are enough classes, each with enough pictures."""
    classes = sorted(set(labels))
    fewest, most = CLASSES
    if not fewest <= len(classes) <= most:
        raise PictureError(
            f"{name} has {len(classes)} folders with pictures; "
            f"{fewest} to {most} are needed. {_HOW}"
        )
    for label in classes:
        if labels.count(label) < FEWEST_PER_CLASS:
            raise PictureError(
                f"“{label}” in {name} has only {labels.count(label)} picture; "
                f"{FEWEST_PER_CLASS} are needed, for training and for validation."
            )


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int
) -> bytes:
    """Return the bytes of one entry, refusing more than the limits allow."""
    most = min(MAXIMUM_BYTES, budget)
    try:
        with archive.open(member) as file:
            content = file.read(most + 1)
    except (NotImplementedError, RuntimeError) as error:
        raise PictureError(
            f"{member.filename} is password-protected, or compressed in a way that is "
            "not supported."
        ) from error
    # Each decompressor has errors of its own, and damaged offsets lead anywhere.
    except Exception as error:
        raise PictureError(f"{member.filename} is damaged in the ZIP.") from error
    if len(content) > most:
        raise PictureError(
            f"{member.filename} unpacks to more than the size limit allows."
        )
    return content
