"""Where data comes from, and how to tell that it is the real thing.

Nothing here opens a connection: `locate` looks on this machine only, and
`download.fetch` is what the command line calls.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DataDamagedError, DataMissingError


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a source; `url` is empty where nobody publishes it as one file."""

    path: str  # under the data folder: "text/shakespeare.txt"
    url: str
    sha256: str
    size_bytes: int
    archive: "RemoteFile | None" = None  # that is fetched to take it out of
    member: str = ""  # its name in the archive


@dataclass(frozen=True, slots=True)
class Source:
    """A data set: its files, its licence, whom to cite, what to expect in it."""

    name: str
    title: str
    files: tuple[RemoteFile, ...]
    licence: str
    citation: str
    counts: dict[str, int]  # {"characters": 1_115_394}: what to expect in it
    note: str = ""
    shown_run: int | None = None  # longest run of it that may be shown, characters
    archive_sha256: str = ""  # where all files of one archive are read

    @property
    def sha256(self) -> str:
        """The digest on cards: of the archive or, where it has none, the first file."""
        return self.archive_sha256 or self.files[0].sha256


def data_folder() -> Path:
    """Return `LOUPE_DATA`, or `data/` in the project."""
    chosen = os.environ.get("LOUPE_DATA")
    return Path(chosen) if chosen else Path(__file__).parents[2] / "data"


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
    return {name: digest(root / source.files[0].path) if root else source.sha256}


def locate(source: Source, root: Path, experiment: str) -> tuple[Path, ...]:
    """Return the source's files on this machine, their sizes checked.

    Raises:
        DataMissingError: A file is not there; the message has the command.
        DataDamagedError: A file has another size than the published one.
    """
    paths = tuple(root / file.path for file in source.files)
    for path, file in zip(paths, source.files, strict=True):
        if not path.is_file():
            bring = f"Bring it with: ./loupe fetch {experiment}"
            raise DataMissingError(
                f"{source.title} is not on this machine ({path}). "
                f"{bring if file.url or file.archive else source.note}"
            )
        if path.stat().st_size != file.size_bytes:
            raise DataDamagedError(
                f"{path} has {path.stat().st_size:,} bytes, not the published "
                f"{file.size_bytes:,}. Delete it and run: ./loupe fetch {experiment}"
            )
    return paths
