"""Texts: where to get them, how they are split, encoded and batched.

The last tenth of a text is validation and is never trained on. Encoding is
`Vocabulary.encode`, for training and prediction alike; the vocabulary is built
from the training part only.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.checkpoint import PROJECT
from engine.data.lookup import composed_text
from engine.data.sources import RemoteFile, Source, digest, locate
from engine.data.text import decode
from engine.data.vocabulary import Vocabulary
from engine.errors import DataDamagedError, TextError

SOURCES = (
    Source(
        name="shakespeare",
        title="Tiny Shakespeare",
        files=(
            RemoteFile(
                "text/shakespeare.txt",
                "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/"
                "tinyshakespeare/input.txt",
                "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                1_115_394,
            ),
        ),
        licence="public domain",
        citation="A. Karpathy, char-rnn (2015)",
        counts={"characters": 1_115_394, "symbols": 65},
    ),
    Source(
        name="aesop",
        title="Aesop’s fables",
        files=(
            RemoteFile(
                "text/aesop.txt",
                "",
                "0ee3146b204d26f7f3209b1e5826ad870c7460c2948ae5a15d844373aa89545f",
                196_877,
                shipped=PROJECT / "checkpoints" / "shared" / "aesop.txt",
            ),
        ),
        licence="public domain",
        citation="V. S. Vernon Jones’s translation (1912), Project Gutenberg 11339",
        counts={"characters": 196_877, "symbols": 65},
        note="Download Project Gutenberg’s ebook 11339 and delete everything before "
        "the first fable and after the last.",
    ),
    Source(
        name="paulgraham",
        title="Paul Graham’s essays",
        files=(
            RemoteFile(
                "text/paulgraham.txt",
                "",
                "713fe30cd53ba98e0cc3908d4a7eba6b8ff0f2db2dc2f48ca0c5e20dd1cab953",
                3_107_397,
            ),
        ),
        licence="copyright of the author: for study only, never redistributed",
        citation="P. Graham, paulgraham.com/articles.html",
        counts={"characters": 3_106_194, "symbols": 102},
        note="A crawl of the author’s essays as plain text. It is copyrighted, so "
        "there is no address to download it from.",
        shown_run=100,
    ),
)


SPLIT = "last 10%"  # the validation part, as cards name it


@dataclass(frozen=True, slots=True)
class Split:
    """The training and the validation part of a text, encoded."""

    vocabulary: Vocabulary
    train: NDArray[np.int32]  # (N,), the first nine tenths
    validation: NDArray[np.int32]  # (M,), the last tenth
    replaced_fraction: float  # of the validation characters: not in the vocabulary


def source(name: str) -> Source:
    """Return the source of that name."""
    return next(source for source in SOURCES if source.name == name)


def read_source(name: str, root: Path) -> str:
    """Return a published text, its size and digest checked.

    Raises:
        DataMissingError: It is not on this machine.
        DataDamagedError: It differs from the published file.
    """
    published = source(name)
    (path,) = locate(published, root, "language")
    if digest(path) != published.files[0].sha256:
        raise DataDamagedError(
            f"{path} has the right size but the wrong content. "
            "Delete it and run: ./loupe fetch language"
        )
    return decode(path.read_bytes(), path.name)


def read(name: str, own: Path | None, title: str, root: Path) -> str:
    """Return the user's own text if there is one, else the published text.

    Raises:
        TextError: The own text cannot be read.
        DataMissingError: The published one is not on this machine.
        DataDamagedError: It differs from the published file.
    """
    if own is not None:
        return composed_text(decode(own.read_bytes(), title))
    return read_source(name, root)


def cut_of(text: str) -> int:
    """Return where the validation part starts: after nine tenths of the text."""
    return int(len(text) * 0.9)


def split(text: str, sequence_length: int) -> Split:
    """Return the first nine tenths and the last tenth of a text, encoded.

    Raises:
        TextError: Too short for one sequence of training.
    """
    cut = cut_of(text)
    vocabulary = Vocabulary.of(text[:cut])
    if len(vocabulary) == 1:  # a distribution needs two characters
        vocabulary = Vocabulary.of(text[:cut] + "\n ")
    needed = max(sequence_length + 2, 20)
    if cut < needed:
        raise TextError(
            f"The text has {len(text):,} characters; training on "
            f"sequences of {sequence_length} needs at least "
            f"{int(needed / 0.9) + 2:,}."
        )
    return Split(
        vocabulary,
        vocabulary.encode(text[:cut]).ids,
        vocabulary.encode(text[cut:]).ids,
        vocabulary.unknown_fraction(text[cut:]),
    )


def replaced_note(fraction: float) -> str:
    """Return what to say beside a loss that counts replaced characters, if any."""
    if not fraction:
        return ""
    shown = f"{fraction:.1%}" if fraction >= 0.001 else "less than 0.1%"
    return f"{shown} of these characters are not in the vocabulary and were replaced"


@dataclass(frozen=True)
class Streams:
    """A text as parallel streams, read batch by batch.

    Stream b holds the characters that come after stream b - 1; batch t continues
    where batch t - 1 ended, in every stream. Each epoch starts at a random offset,
    at most the characters that do not fill a batch, so that no boundary is fixed.
    """

    ids: NDArray[np.int32]  # (N,)
    streams: int
    sequence_length: int
    seed: int

    @classmethod
    def of(
        cls, ids: NDArray[np.int32], streams: int, sequence_length: int, seed: int
    ) -> "Streams":
        """Return streams over `ids`; fewer than `streams` if the text is short."""
        possible = (len(ids) - 1) // sequence_length
        return cls(ids, max(1, min(streams, possible)), sequence_length, seed)

    @property
    def steps_per_epoch(self) -> int:
        """Batches in one pass over the text."""
        return (len(self.ids) - 1) // (self.streams * self.sequence_length)

    def batch(self, step: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the inputs and the characters after them, (B, T) each."""
        epoch, index = divmod(step, self.steps_per_epoch)
        length = self.steps_per_epoch * self.sequence_length
        spare = len(self.ids) - 1 - self.streams * length
        offset = int(np.random.default_rng([self.seed, epoch]).integers(spare + 1))
        starts = offset + np.arange(self.streams) * length  # (B,)
        first = starts + index * self.sequence_length  # (B,)
        positions = first[:, None] + np.arange(self.sequence_length)  # (B, T)
        return self.ids[positions], self.ids[positions + 1]
