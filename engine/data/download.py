"""The only file that opens a network connection; only `./loupe fetch` calls it."""

import tarfile
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from engine.data.sources import RemoteFile, Source, digest
from engine.errors import DataDamagedError, DataMissingError, DiskFullError

Notify = Callable[[str, int, int], None]  # file, bytes so far, bytes in all

_BLOCK_BYTES = 1 << 16
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, KeyError, EOFError, zlib.error)


def fetch(source: Source, root: Path, notify: Notify) -> list[str]:
    """Bring the files of a source that are not there yet; return a line for each.

    A file that breaks off goes on from where it stopped at the next call, and
    takes its name only when its digest is right. An archive is fetched once,
    only what is named is taken out of it, and then it is removed.

    Raises:
        DataMissingError: The address cannot be reached or has no such file.
        DataDamagedError: What came is not the published file.
    """
    lines = []
    for file in source.files:
        path = root / file.path
        if path.is_file() and digest(path) == file.sha256:
            lines.append(f"{file.path}: already here, digest right")
        elif file.archive:
            _bring_member(file, file.archive, root, notify)
            lines.append(f"{file.path}: fetched, digest right")
        elif not file.url:
            lines.append(f"{file.path}: put it there yourself. {source.note}")
        else:
            _bring(file, path, notify)
            lines.append(f"{file.path}: fetched, digest right")
    for archive in {file.archive for file in source.files if file.archive}:
        (root / archive.path).unlink(missing_ok=True)
    return lines


def _bring_member(
    file: RemoteFile, archive: RemoteFile, root: Path, notify: Notify
) -> None:
    """Take one file out of an archive, which is fetched where it is not there yet.

    Only a plain file of the published size and digest is written, under our own
    name for it: whatever names the archive holds, nothing lands elsewhere.
    """
    packed, path = root / archive.path, root / file.path
    if not packed.is_file() or digest(packed) != archive.sha256:
        _bring(archive, packed, notify)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with _opened(packed, file.member) as member, part.open("wb") as out:
            while member and (block := member.read(_BLOCK_BYTES)):
                out.write(block)
                if out.tell() > file.size_bytes:
                    break
    except _BROKEN as error:
        part.unlink(missing_ok=True)
        raise DataDamagedError(
            f"{file.member} cannot be taken out of {archive.url}: {error}."
        ) from error
    except OSError as error:
        raise DiskFullError(f"Cannot write {part}: {error.strerror}.") from error
    if digest(part) != file.sha256:
        part.unlink()
        raise DataDamagedError(
            f"{file.member} of {archive.url} is not the published file "
            "(SHA-256 differs); it was removed."
        )
    part.replace(path)


@contextmanager
def _opened(packed: Path, member: str) -> Iterator[IO[bytes] | None]:
    """Lend one file of a tar or zip archive to be read; None where it is no file."""
    if packed.suffix == ".zip":
        with zipfile.ZipFile(packed) as archive, archive.open(member) as found:
            yield found
    else:
        with tarfile.open(packed) as opened:
            yield opened.extractfile(member)


def _bring(file: RemoteFile, path: Path, notify: Notify) -> None:
    """Download into `path`.part, verify, and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        _receive(file, part, notify)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise DataMissingError(
            f"Cannot reach {file.url}: {error}. The part that came is kept; "
            "run the same command again to go on."
        ) from error
    except OSError as error:
        raise DiskFullError(f"Cannot write {part}: {error.strerror}.") from error
    if digest(part) != file.sha256:
        part.unlink()
        raise DataDamagedError(
            f"{file.url} is not the published file (SHA-256 differs); it was removed."
        )
    part.replace(path)


def _receive(file: RemoteFile, part: Path, notify: Notify) -> None:
    """Append what is missing of the file to `part`."""
    have = part.stat().st_size if part.exists() else 0
    if have >= file.size_bytes:
        have = 0
    request = urllib.request.Request(file.url, headers={"Range": f"bytes={have}-"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        if answer.status != 206:  # the server sends the whole file again
            have = 0
        with part.open("ab" if have else "wb") as out:
            while block := answer.read(_BLOCK_BYTES):
                out.write(block)
                have += len(block)
                notify(file.path, have, file.size_bytes)
    if have < file.size_bytes:
        raise ConnectionError(f"it broke off after {have:,} bytes")
