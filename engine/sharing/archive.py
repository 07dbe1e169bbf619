"""One network as a ZIP: its card, every file that the card names, nothing else.

    card.json           with the SHA-256 of every other file
    model.weights.h5 …  the checkpoint's files, under the names that the card has
    own-data            the user's own data, only where that was asked for

A ZIP from somebody else is read as if it were an attack. Its directory is refused
before Python's own reader makes an object of each entry; names are compared with the
card; what is unpacked is counted, and never more than an entry declares is written.
"""

import io
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from engine.checkpoints.checkpoint import Card
from engine.errors import ImportRefusedError
from engine.runs.store import OWN_DATA

MAXIMUM_BYTES = 500 * 2**20  # of all files, unpacked
CARD = "card.json"
_CARD_BYTES = 2**20
_TEXT_BYTES = 64 * 2**20  # of a file that is read into memory at once
_TEXTS = {".json", ".jsonl", ".txt"}
_ENTRIES = 300
_DIRECTORY_BYTES = 100_000  # at most 300 entries of 46 bytes and a name
_CHUNK_BYTES = 2**20
# Letters and digits first: no drive, no separator of Windows, no dot in front.
_NAME = re.compile(r"(snapshots/)?[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(?<!\.)")
_ENDINGS = {".h5", ".npz", *_TEXTS}
# Names that Windows takes for devices, whatever their ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_END = struct.Struct("<4s4H2LH")  # the last record of a ZIP without a comment
_ZIP64_BYTES = 20


@contextmanager
def opened(file: BinaryIO) -> Iterator[tuple[zipfile.ZipFile, Card]]:
    """Open a ZIP from somebody else; give it and its card, both checked.

    Raises:
        ImportRefusedError: It is not a ZIP of a network that this version can read,
            or an entry is not what the card says.
    """
    _check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    # On a damaged directory zipfile raises anything: IndexError, UnicodeDecodeError …
    except Exception as error:
        raise ImportRefusedError("it is not a readable ZIP file") from error
    with archive:
        entries = archive.infolist()
        _check_entries(entries)
        text = b"".join(_content(archive, CARD, _CARD_BYTES))
        try:
            card = Card.from_text(text.decode())
        except ValueError as error:  # UnicodeDecodeError is one
            raise ImportRefusedError(f"its card cannot be read: {error}") from error
        _check_names({entry.filename for entry in entries}, card)
        yield archive, card


def unpack(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    """Write one checked entry of a ZIP to a new file.

    Raises:
        ImportRefusedError: Its real size is not the declared one, or it is damaged.
        OSError: It cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        limit = _TEXT_BYTES if path.suffix in _TEXTS else MAXIMUM_BYTES
        for chunk in _content(archive, name, limit):
            out.write(chunk)


def _check_directory(file: BinaryIO) -> None:
    """Refuse a ZIP whose directory is not as `exporting` leaves it.

    A directory of a million entries is itself a bomb, and a ZIP64 record can name
    another directory than the one that was checked.
    """
    length = file.seek(0, io.SEEK_END)
    file.seek(max(0, length - _END.size - _ZIP64_BYTES))
    tail = file.read()
    if len(tail) < _END.size:
        raise ImportRefusedError("it is not a readable ZIP file")
    mark, disk, first, here, count, size, _, comment = _END.unpack(tail[-_END.size :])
    if mark != b"PK\5\6" or disk or first or comment or tail[:4] == b"PK\6\7":
        raise ImportRefusedError("it is not a ZIP file that Loupe has written")
    if here != count or count > _ENTRIES or size > _DIRECTORY_BYTES:
        raise ImportRefusedError(f"it has more than {_ENTRIES} files")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse names that are paths or twice there, links, and declared bombs."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if not is_safe(name) or entry.filename != name:
            raise ImportRefusedError(f"“{name[:60]!a}” is not a file of a network")
        if name.casefold() in seen:  # one file on Windows and on macOS
            raise ImportRefusedError(f"it has two files called “{name}”")
        seen.add(name.casefold())
        mode = entry.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise ImportRefusedError(f"“{name}” is a link or a device, not a file")
    if sum(entry.file_size for entry in entries) > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // 2**20
        raise ImportRefusedError(f"unpacked it is larger than {limit} MB")


def is_safe(name: str) -> bool:
    """Return whether a name can be written on every system, below a folder of ours.

    Example:
        >>> [is_safe(name) for name in ("model.weights.h5", "snapshots/a.h5")]
        [True, True]
        >>> [is_safe(name) for name in ("../a.h5", "/a.h5", "C:a.h5", "con.h5", "a.py")]
        [False, False, False, False, False]
    """
    path = PurePosixPath(name)
    return name == OWN_DATA or bool(
        _NAME.fullmatch(name)
        and not _DEVICES.fullmatch(path.name)
        and path.suffix in _ENDINGS
    )


def _check_names(names: set[str], card: Card) -> None:
    """Refuse a ZIP that has more or fewer files than its card."""
    wanted = {CARD, *card.files}
    if CARD in card.files or OWN_DATA in card.files:
        raise ImportRefusedError("its card lists a file that no network has")
    if unknown := sorted(names - wanted - {OWN_DATA}):
        raise ImportRefusedError(f"“{unknown[0]}” is not on its card")
    if missing := sorted(wanted - names):
        raise ImportRefusedError(f"“{missing[0][:60]}” is on its card and not in it")


def _content(archive: zipfile.ZipFile, name: str, limit: int) -> Iterator[bytes]:
    """Yield the content of an entry in pieces, never more than it declares."""
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise ImportRefusedError(f"it has no {name}") from error
    if entry.file_size > limit:
        raise ImportRefusedError(f"“{name}” is larger than {limit // 2**20} MB")
    size_bytes = 0
    try:
        with archive.open(entry) as stored:
            while chunk := stored.read(_CHUNK_BYTES):
                size_bytes += len(chunk)
                if size_bytes > entry.file_size:
                    break
                yield chunk
    # zipfile on damage, encryption or a method that it does not have: anything.
    except Exception as error:
        raise ImportRefusedError(f"“{name}” is damaged ({error})") from error
    if size_bytes != entry.file_size:
        raise ImportRefusedError(f"“{name}” has another size than it declares")
