"""The only file that opens a network connection, for `./loupe fetch` and its button."""

import tarfile
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.error import HTTPError

from filelock import FileLock, Timeout

from engine.data.sources import RemoteFile, Source, digest
from engine.errors import DataDamagedError, DataMissingError, DiskFullError

Notify = Callable[[str, int, int], None]  # file, bytes so far, bytes in all

_BLOCK_BYTES = 1 << 16
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, KeyError, EOFError, zlib.error)


def fetch(source: Source, root: Path, notify: Notify) -> list[str]:
    """Download the missing files of a source; return a line about each.

    A broken download continues at the next call, and a file gets its name only when its
    digest is right. An archive is downloaded once, the named members are extracted, and
    it is deleted.

    Raises:
        DataMissingError: The address cannot be reached or has no such file, or the
            source is being downloaded already.
        DataDamagedError: The download is not the published file.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        # Two processes would write into one unfinished file.
        with FileLock(root / f".{source.name}.lock", timeout=0):
            return _fetch(source, root, notify)
    except Timeout as error:
        raise DataMissingError(
            f"{source.title} is being downloaded already. Wait for it to end."
        ) from error
    except OSError as error:
        raise DiskFullError(f"Cannot write in {root}: {error.strerror}.") from error


def _fetch(source: Source, root: Path, notify: Notify) -> list[str]:
    """Download the missing files of a source, as `fetch` says."""
    lines = []
    for file in source.files:
        path = root / file.path
        if path.is_file() and digest(path) == file.sha256:
            lines.append(f"{file.path}: already here, SHA-256 verified")
        elif file.archive:
            _extract(file, file.archive, root, notify)
            lines.append(f"{file.path}: downloaded, SHA-256 verified")
        elif file.shipped is not None:
            lines.append(f"{file.path}: shipped with Loupe")
        elif not file.url:
            lines.append(f"{file.path}: not published as one file. {source.note}")
        else:
            _download(file, path, notify)
            lines.append(f"{file.path}: downloaded, SHA-256 verified")
    for archive in {file.archive for file in source.files if file.archive}:
        (root / archive.path).unlink(missing_ok=True)
    return lines


def _extract(file: RemoteFile, archive: RemoteFile, root: Path, notify: Notify) -> None:
    """Extract one file from an archive, which is downloaded if it is missing.

    Only a plain file of the published size and digest is written, under our own name
    for it: whatever names the archive holds, nothing is written elsewhere.
    """
    packed, path = root / archive.path, root / file.path
    if not packed.is_file() or digest(packed) != archive.sha256:
        _download(archive, packed, notify)
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
            f"Cannot extract {file.member} from {archive.url}: {error}."
        ) from error
    except OSError as error:
        raise DiskFullError(f"Cannot write {part}: {error.strerror}.") from error
    _keep(part, path, file, f"{file.member} of {archive.url}")


@contextmanager
def _opened(packed: Path, member: str) -> Iterator[IO[bytes] | None]:
    """Open one file of a tar or zip archive; None where it is not a plain file."""
    if packed.suffix == ".zip":
        with zipfile.ZipFile(packed) as archive, archive.open(member) as file:
            yield file
    else:
        with tarfile.open(packed) as opened:
            yield opened.extractfile(member)


def _download(file: RemoteFile, path: Path, notify: Notify) -> None:
    """Download into `path`.part, verify, and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        _receive(file, part, notify)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise DataMissingError(
            f"Cannot download {file.url}: {_reason(error)}. Check the connection and "
            "try again; what arrived is kept."
        ) from error
    except OSError as error:
        raise DiskFullError(f"Cannot write {part}: {error.strerror}.") from error
    _keep(part, path, file, file.url)


def _reason(error: OSError) -> str:
    """Return why a connection failed, without Python’s “<urlopen error …>”."""
    cause = getattr(error, "reason", error)  # an HTTPError’s is a text
    words = getattr(cause, "strerror", None) or str(cause)
    code = f" (HTTP {error.code})" if isinstance(error, HTTPError) else ""
    return f"{words}{code}"


def _keep(part: Path, path: Path, file: RemoteFile, name: str) -> None:
    """Move a received file into place once its digest is right; delete another one."""
    if digest(part) != file.sha256:
        part.unlink()
        raise DataDamagedError(
            f"{name} is not the published file (its SHA-256 differs). "
            "It was deleted; try again."
        )
    part.replace(path)


def _receive(file: RemoteFile, part: Path, notify: Notify) -> None:
    """Append the missing bytes of the file to `part`."""
    have = part.stat().st_size if part.exists() else 0
    if have >= file.size_bytes:
        have = 0
    request = urllib.request.Request(file.url, headers={"Range": f"bytes={have}-"})
    with urllib.request.urlopen(request, timeout=30) as response:
        if response.status != 206:  # the server sends the file from its start
            have = 0
        with part.open("ab" if have else "wb") as out:
            while block := response.read(_BLOCK_BYTES):
                out.write(block)
                have += len(block)
                notify(file.path, have, file.size_bytes)
    if have < file.size_bytes:
        raise ConnectionError(f"the connection broke after {have:,} bytes")
