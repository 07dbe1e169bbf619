"""Tokens as ids and word vectors, the same for training and prediction.

A word is read as its GloVe vector plus a fine-tuned offset. Only words that occur in
several training sentences have an offset, so a word that was rare in training and one
that was never there are treated alike. A compound that GloVe lacks
(“thought-provoking”) is read as the mean of its parts.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.glove import DIMENSIONS, Vectors
from engine.data.vocabulary import Vocabulary

FILE = "encoder.json"
PADDING, UNTUNED, UNKNOWN, FIRST = 0, 1, 2, 3  # ids; fine-tuned words from FIRST
_MOST_CHARACTERS = 2_500  # the longest input of a character CNN
_LENGTHS = (2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128)  # words

Tokens = Sequence[str]
Inputs = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as ids, concatenated.

    Args:
        indices: (L,) int32, for each word or character its row in `ids` and `vectors`.
        starts: (N + 1,) int64, where each text starts in `indices`.
        ids: (M,) int32, one for each distinct word or character.
        vectors: (M, 100) float32, their GloVe vectors; None where none are read.
    """

    indices: NDArray[np.int32]
    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    vectors: NDArray[np.float32] | None

    def __len__(self) -> int:
        """Return N, the number of texts."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Words or characters of each text, (N,)."""
        return np.diff(self.starts)

    def inputs(self, texts: NDArray[Any], length: int) -> Inputs:
        """Return a batch of texts as a network reads it.

        Args:
            texts: (B,) which ones.
            length: T to pad to; longer texts are cut off.

        Returns:
            "ids" (B, T) int32, 0 for padding; with vectors also "vectors"
            (B, T, 100) float32, zeros for padding and words that GloVe lacks.
        """
        steps = np.arange(length)
        mask = steps < self.lengths[texts][:, None]  # (B, T)
        at = np.where(mask, self.starts[texts][:, None] + steps, 0)  # (B, T)
        rows = self.indices[at] if len(self.indices) else np.zeros(at.shape, np.int32)
        ids = np.where(mask, self.ids[rows], PADDING).astype(np.int32)
        if self.vectors is None:
            return {"ids": ids}
        return {"ids": ids, "vectors": self.vectors[rows] * mask[..., None]}


class Encoder(Protocol):
    """Turns tokens into the inputs of a network."""

    def encode(self, texts: Sequence[Tokens]) -> Encoded:
        """Return texts as ids."""
        ...

    def padded(self, length: int) -> int:
        """Return the T that a text of this length is padded to, one of a few."""
        ...

    def to_text(self) -> str:
        """Return the encoder as JSON, without GloVe's vectors."""
        ...


@dataclass(frozen=True)
class WordEncoder:
    """The fine-tuned words, and GloVe for all others.

    Args:
        words: In lower case; the id of `words[i]` is FIRST + i.
        vectors: GloVe, or None for a network that only counts words.
    """

    words: tuple[str, ...]
    vectors: Vectors | None = field(repr=False, compare=False)

    @classmethod
    def of(
        cls, sentences: Iterable[Tokens], min_count: int, vectors: Vectors | None
    ) -> Self:
        """Return the encoder of all words that occur in `min_count` sentences."""
        counts = Counter(chain.from_iterable({w.lower() for w in s} for s in sentences))
        frequent = sorted(w for w, count in counts.items() if count >= min_count)
        return cls(tuple(frequent), vectors)

    @property
    def rows(self) -> int:
        """Rows of the network's embedding table."""
        return FIRST + len(self.words)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words, start=FIRST)}

    def encode(self, texts: Sequence[Tokens]) -> Encoded:
        """Return texts as ids."""
        rows: dict[str, int] = {}  # word -> its row
        indices = [rows.setdefault(w.lower(), len(rows)) for t in texts for w in t]
        pretrained = [self._vector(word) for word in rows]
        ids = [self._id(w, v) for w, v in zip(rows, pretrained, strict=True)]
        vectors = None
        if self.vectors is not None:
            vectors = np.zeros((max(1, len(rows)), DIMENSIONS), np.float32)
            for row, vector in enumerate(pretrained):
                if vector is not None:
                    vectors[row] = vector
        return Encoded(
            np.array(indices, np.int32),
            np.cumsum([0, *map(len, texts)]),
            np.array(ids or [PADDING], np.int32),
            vectors,
        )

    def _vector(self, word: str) -> NDArray[np.float32] | None:
        """Return GloVe's vector of a lower-case word, or the mean of its parts'."""
        if self.vectors is None:
            return None
        vector = self.vectors.vector(word)
        if vector is None and any(mark in word for mark in "-/"):
            parts = [self.vectors.vector(p) for p in word.replace("/", "-").split("-")]
            in_glove = [part for part in parts if part is not None]
            vector = np.mean(in_glove, axis=0) if in_glove else None
        return vector

    def _id(self, word: str, vector: NDArray[np.float32] | None) -> int:
        return self._index.get(word, UNKNOWN if vector is None else UNTUNED)

    def in_vocabulary(self, word: str) -> bool:
        """Return whether a word has a vector or a weight."""
        word = word.lower()
        return word in self._index or self._vector(word) is not None

    def padded(self, length: int) -> int:
        """Return the T that a text of this many words is padded to."""
        larger = (size for size in _LENGTHS if size >= length)
        return next(larger, -(-length // 128) * 128)

    def to_text(self) -> str:
        """Return the words as JSON."""
        return json.dumps({"words": self.words}, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class CharacterEncoder:
    """Characters of the tokens, joined by spaces.

    Args:
        vocabulary: All characters of the training sentences.
        max_characters: Length of the longest of them, at most 2,500: it decides the
            width of the first dense layer. Longer texts are cut off.
    """

    vocabulary: Vocabulary
    max_characters: int

    @classmethod
    def of(cls, sentences: Iterable[Tokens]) -> Self:
        """Return the encoder of the training sentences."""
        joined = [" ".join(sentence) for sentence in sentences]
        longest = min(max(9, *map(len, joined)), _MOST_CHARACTERS)
        return cls(Vocabulary.of("".join(joined) + " "), longest)

    def encode(self, texts: Sequence[Tokens]) -> Encoded:
        """Return texts as ids; an unknown character is replaced by a similar one."""
        joined = [" ".join(text)[: self.max_characters] for text in texts]
        indices = self.vocabulary.encode("".join(joined)).ids
        starts = np.cumsum([0, *map(len, joined)])
        ids = np.arange(1, len(self.vocabulary) + 1, dtype=np.int32)  # 0 is padding
        return Encoded(indices, starts, ids, None)

    def in_vocabulary(self, word: str) -> bool:
        """Return whether every character of a word is in the vocabulary."""
        return set(word) <= set(self.vocabulary.characters)

    def padded(self, length: int) -> int:
        """Return the T that a text is padded to, a multiple of both poolings' nine."""
        windows = -(-max(1, length) // 9)
        step = 1 if windows <= 8 else 2 if windows <= 16 else 4
        return min(-(-windows // step) * step * 9, self.max_characters)

    def to_text(self) -> str:
        """Return the characters as JSON."""
        stored = {
            "characters": self.vocabulary.characters,
            "max_characters": self.max_characters,
        }
        return json.dumps(stored, ensure_ascii=False) + "\n"


def from_text(text: str, vectors: Vectors | None) -> WordEncoder | CharacterEncoder:
    """Return the encoder that `to_text` wrote.

    Raises:
        ValueError: Not such a text.
    """
    stored = json.loads(text)
    try:
        if "words" in stored:
            return WordEncoder(tuple(stored["words"]), vectors)
        return CharacterEncoder(
            Vocabulary(stored["characters"]), stored["max_characters"]
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an encoder: {error}") from error
