"""Published data sets: their files, digests, licences and citations.

Nothing here opens a connection: `locate` looks on this machine only.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine import settings
from engine.errors import DataDamagedError, DataMissingError


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a source; `url` is empty where nobody publishes it as one file."""

    path: str  # under the data folder: "text/shakespeare.txt"
    url: str
    sha256: str
    size_bytes: int
    archive: "RemoteFile | None" = None  # that it is extracted from
    member: str = ""  # its name in the archive
    shipped: Path | None = None  # the copy that Loupe has of it


@dataclass(frozen=True, slots=True)
class Source:
    """A data set: its files, licence, citation and expected counts."""

    name: str
    title: str
    files: tuple[RemoteFile, ...]
    licence: str
    citation: str
    counts: dict[str, int]  # {"characters": 1_115_394}
    note: str = ""
    shown_run: int | None = None  # longest quotable run, in characters
    archive_sha256: str = ""  # where all files of one archive are read

    @property
    def sha256(self) -> str:
        """The digest on cards: of the archive or, where it has none, the first file."""
        return self.archive_sha256 or self.files[0].sha256


def data_folder() -> Path:
    """Return `LOUPE_DATA`, or `data/` in the project."""
    return settings.folder("data")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def training_digests(
    sources: Iterable[Source],
    name: str,
    own: Path | None,
    title: str,
    root: Path | None = None,
) -> dict[str, str]:
    """Return what a training reads, name -> SHA-256, for its card.

    The user's own file gets a name that no `Source` has: the start of its digest is
    part of it, so that one called “squad” is not taken for the published data set.

    Args:
        sources: The published data sets of the experiment.
        name: Of the one that is read.
        own: The user's own file in its place, or None.
        title: Of the user's own file.
        root: Folder of the sources, to take the digest of the first file there in
            place of the published one.
    """
    if own is not None:
        own_sha256 = digest(own)
        return {f"{title} ({own_sha256[:6]})": own_sha256}
    source = next(source for source in sources if source.name == name)
    return {name: digest(_path(source.files[0], root)) if root else source.sha256}


def _path(file: RemoteFile, root: Path) -> Path:
    """Return where a file is: in the data folder, else where Loupe ships it."""
    own = root / file.path
    return own if own.is_file() or file.shipped is None else file.shipped


def locate(source: Source, root: Path, experiment: str) -> tuple[Path, ...]:
    """Return the source's files on this machine, their sizes checked.

    A file that Loupe ships is taken from there, unless the data folder has it.

    Raises:
        DataMissingError: A file is missing; the message has the command.
        DataDamagedError: A file has not the published size.
    """
    paths = tuple(_path(file, root) for file in source.files)
    for path, file in zip(paths, source.files, strict=True):
        if not path.is_file():
            download = f"Download it with: ./loupe fetch {experiment}"
            raise DataMissingError(
                f"{source.title} is missing ({path}). "
                f"{download if file.url or file.archive else source.note}"
            )
        if path.stat().st_size != file.size_bytes:
            raise DataDamagedError(
                f"{path} has {path.stat().st_size:,} bytes, not the published "
                f"{file.size_bytes:,}. Delete it and run: ./loupe fetch {experiment}"
            )
    return paths
