"""Where data comes from, and how to tell that it is the real thing.

Nothing here opens a connection: `locate` looks on this machine only, and
`download.fetch` is what the command line calls.
"""

import hashlib
import os
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


def data_folder() -> Path:
    """Return `LOUPE_DATA`, or `data/` in the project."""
    chosen = os.environ.get("LOUPE_DATA")
    return Path(chosen) if chosen else Path(__file__).parents[2] / "data"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def own_digests(own: Path, title: str) -> dict[str, str]:
    """Return the SHA-256 of a person's own file, by a name that no `Source` has.

    The beginning of the digest is part of the name: two files of one title are two,
    and one called “squad” is not the published data set. A card's `sources` tell
    published data by its name alone, so that own data gets its name here only.
    """
    found = digest(own)
    return {f"{title} ({found[:6]})": found}


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
