"""GloVe word vectors: one trimmed asset that several experiments read.

Training and prediction both look words up here. The asset holds the vectors in int8
with one scale per word (cosine similarity with the published ones above 0.9995).

    Pennington, Socher & Manning (2014), GloVe: global vectors for word
    representation. Six billion tokens of Wikipedia 2014 and Gigaword 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Arrays
from engine.data.sources import RemoteFile, Source, digest
from engine.errors import CheckpointError, DataDamagedError, DataMissingError
from engine.settings import PROJECT

DIMENSIONS = 100
SOURCE = Source(
    name="glove",
    title="GloVe 6B, 100 dimensions",
    files=(
        RemoteFile(
            "glove/glove.6B.zip",
            "https://nlp.stanford.edu/data/glove.6B.zip",
            "617afb2fe6cbd085c235baf7a465b96f4112bd7f7ccb2b2cbd649fed9cbcf2fb",
            862_182_613,
        ),
    ),
    licence="PDDL 1.0 (public domain)",
    citation="Pennington, Socher & Manning (2014)",
    counts={"dimensions": DIMENSIONS},
    note="Only needed to rebuild the shared word vectors: ./loupe vectors",
)
# In the project, even where LOUPE_CHECKPOINTS names another folder.
ASSET = PROJECT / "checkpoints" / "shared" / "glove.h5"
TEXT = "glove/glove.6B.100d.txt"  # the member of the archive that is read
_WORDS_AT_MOST = 170_000  # the most frequent ones come first
# A packed version of the text in which some vectors are not the published ones:
# they were mapped from the 50-dimensional ones by least squares.
_IMPUTED = {
    "49c5a2bc071462f8745fd83dd4d8e4c1fdc622293cc3c836e1bdb6e581f5d3f8": 17_315,
}


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words and their vectors.

    Args:
        words: In the order of the rows.
        array: (N, 100) float32.
        index: Word -> row.
        digest: SHA-256 of the asset.
        imputed_words: Number of vectors that are not the published ones.
    """

    words: tuple[str, ...]
    array: NDArray[np.float32]
    index: dict[str, int]
    digest: str
    imputed_words: int

    def vector(self, word: str) -> NDArray[np.float32] | None:
        """Return the vector of a word in lower case, (100,) float32, or None."""
        row = self.index.get(word.lower())
        return None if row is None else self.array[row]

    def rows(self, words: Sequence[str]) -> NDArray[np.int32]:
        """Return the row of each word, (len(words),) int32; -1 for unknown words."""
        index = self.index
        return np.array([index.get(word.lower(), -1) for word in words], np.int32)

    @property
    def note(self) -> str:
        """A sentence for cards where some vectors are not the published ones."""
        if not self.imputed_words:
            return ""
        return (
            f"{self.imputed_words:,} of the {len(self.words):,} word vectors (numbers, "
            "years, one-letter words, clitics, words with accents) are not GloVe’s "
            "own: they were mapped from its 50-dimensional vectors by least squares."
        )


def load(path: Path = ASSET) -> Vectors:
    """Return the shared vectors, read once per process.

    Raises:
        DataMissingError: The asset is missing.
        CheckpointError: It is damaged.
    """
    if not path.is_file():
        raise DataMissingError(
            f"The shared word vectors are missing ({path}). Restore them from git, or "
            "rebuild them from GloVe’s text with: ./loupe vectors"
        )
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _load(path: Path, changed: int) -> Vectors:
    from engine import hdf5

    arrays, about = hdf5.read(path)
    try:
        words = tuple(arrays["words"].tobytes().decode().split("\n"))
        array = arrays["vectors"].astype(np.float32) * arrays["scales"][:, None]
        imputed = int(about["imputed_words"])
    except (KeyError, ValueError) as error:
        raise CheckpointError(
            f"{path.name} is damaged ({error}). Restore it from git."
        ) from error
    index = {word: row for row, word in enumerate(words)}
    return Vectors(words, array, index, digest(path), imputed)


def write_asset(text: Path, path: Path = ASSET) -> Path:
    """Write the shared asset from GloVe's text; return its path.

    Raises:
        DataMissingError: The text is missing.
        DataDamagedError: It is not GloVe's text.
        DiskFullError: The disk is full.
    """
    from engine import hdf5

    words, array = _read_text(text)
    rounded, scales = hdf5.in_eight_bits(array, 1)
    arrays: Arrays = {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "vectors": rounded,
        "scales": scales[:, 0],
    }
    imputed = _IMPUTED.get(digest(text), 0)
    hdf5.write(path, arrays, imputed_words=imputed, source=digest(text))
    return path


def _read_text(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    """Return the first words of GloVe's text and their vectors, (N, 100)."""
    if not path.is_file():
        raise DataMissingError(
            f"GloVe’s text is missing ({path}). Download {SOURCE.files[0].url} and "
            f"unpack {Path(TEXT).name} there."
        )
    words: list[str] = []
    rows: list[NDArray[np.float32]] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            word, _, numbers = line.partition(" ")
            row = np.array(numbers.split(), np.float32)
            if row.shape != (DIMENSIONS,):
                raise DataDamagedError(
                    f"Line {number + 1} of {path.name} has {len(row)} numbers, "
                    f"not {DIMENSIONS}."
                )
            words.append(word)
            rows.append(row)
            if len(words) == _WORDS_AT_MOST:
                break
    return words, np.array(rows)
