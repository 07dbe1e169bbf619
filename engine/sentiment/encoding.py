"""Tokens as numbers: the one way in, for training and prediction alike.

A word is read as the vector that GloVe has for it, with what the network learned
about it added. Only words that stand in several training sentences have such an
own row in the network; others are read as GloVe has them, so a word that was rare
in training and one that was never there are treated alike. A compound that GloVe
lacks (“thought-provoking”) is read as the mean of its parts.
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
PADDING, UNTUNED, UNKNOWN, FIRST = 0, 1, 2, 3  # ids; the words' own begin at FIRST
_MOST_CHARACTERS = 2_500  # that the character network is built for
_LENGTHS = (2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128)  # words

Tokens = Sequence[str]
Inputs = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as numbers, one after the other.

    Args:
        units: (U,) int32, rows of `ids` and `vectors`, for all texts in a row.
        starts: (N + 1,) int64, where each text begins in `units`.
        ids: (M,) int32, what the network's own table is asked for.
        vectors: (M, 100) float32 or None, what GloVe has for the same.
    """

    units: NDArray[np.int32]
    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    vectors: NDArray[np.float32] | None

    def __len__(self) -> int:
        """Return N, the number of texts."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Units of each text, (N,)."""
        return np.diff(self.starts)

    def inputs(self, places: NDArray[Any], length: int) -> Inputs:
        """Return some texts as a network reads them.

        Args:
            places: (B,) which texts.
            length: T to pad to; longer texts are cut.

        Returns:
            "ids" (B, T) int32, 0 for padding; with vectors also "vectors"
            (B, T, 100) float32, zeros for padding and words that GloVe lacks.
        """
        steps = np.arange(length)
        there = steps < self.lengths[places][:, None]  # (B, T)
        at = np.where(there, self.starts[places][:, None] + steps, 0)
        units = self.units[at] if len(self.units) else np.zeros(at.shape, np.int32)
        ids = np.where(there, self.ids[units], PADDING).astype(np.int32)
        if self.vectors is None:
            return {"ids": ids}
        return {"ids": ids, "vectors": self.vectors[units] * there[..., None]}


class Encoder(Protocol):
    """What stands between tokens and a network."""

    def encode(self, texts: Sequence[Tokens]) -> Encoded:
        """Return texts as numbers."""
        ...

    def padded(self, length: int) -> int:
        """Return the T that a text of so many units is padded to: one of a few."""
        ...

    def to_text(self) -> str:
        """Return the encoder as JSON, without GloVe's vectors."""
        ...


@dataclass(frozen=True)
class WordEncoder:
    """Words with rows of their own, and GloVe for all others.

    Args:
        words: In small letters; the id of a word is FIRST + its place.
        vectors: GloVe, or None for a network that only counts words.
    """

    words: tuple[str, ...]
    vectors: Vectors | None = field(repr=False, compare=False)

    @classmethod
    def of(
        cls, sentences: Iterable[Tokens], min_count: int, vectors: Vectors | None
    ) -> Self:
        """Return the encoder of all words that stand in so many sentences."""
        counts = Counter(chain.from_iterable({w.lower() for w in s} for s in sentences))
        kept = sorted(w for w, count in counts.items() if count >= min_count)
        return cls(tuple(kept), vectors)

    @property
    def rows(self) -> int:
        """Rows of the network's own table."""
        return FIRST + len(self.words)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {word: FIRST + place for place, word in enumerate(self.words)}

    def encode(self, texts: Sequence[Tokens]) -> Encoded:
        """Return texts as numbers."""
        places: dict[str, int] = {}
        units = [places.setdefault(w.lower(), len(places)) for t in texts for w in t]
        found = [self._vector(word) for word in places]
        ids = [self._id(w, v) for w, v in zip(places, found, strict=True)]
        vectors = None
        if self.vectors is not None:
            vectors = np.zeros((max(1, len(found)), DIMENSIONS), np.float32)
            for place, vector in enumerate(found):
                if vector is not None:
                    vectors[place] = vector
        starts = np.cumsum([0, *(len(text) for text in texts)])
        return Encoded(
            np.array(units, np.int32), starts, np.array(ids or [0], np.int32), vectors
        )

    def _vector(self, word: str) -> NDArray[np.float32] | None:
        """Return GloVe's vector of a word in small letters, or of its parts."""
        if self.vectors is None:
            return None
        vector = self.vectors.vector(word)
        if vector is None and any(mark in word for mark in "-/"):
            parts = [self.vectors.vector(p) for p in word.replace("/", "-").split("-")]
            known = [part for part in parts if part is not None]
            vector = np.mean(known, axis=0) if known else None
        return vector

    def _id(self, word: str, vector: NDArray[np.float32] | None) -> int:
        return self._index.get(word, UNKNOWN if vector is None else UNTUNED)

    def knows(self, word: str) -> bool:
        """Return whether the network has something to go by for a word."""
        word = word.lower()
        return word in self._index or self._vector(word) is not None

    def padded(self, length: int) -> int:
        """Return the T that a text of so many words is padded to."""
        larger = (size for size in _LENGTHS if size >= length)
        return next(larger, -(-length // 128) * 128)

    def to_text(self) -> str:
        """Return the words as JSON."""
        return json.dumps({"words": self.words}, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class CharacterEncoder:
    """Characters of the text, its tokens with a space between them.

    Args:
        vocabulary: All characters of the training sentences.
        max_characters: Length of the longest of them, 2,500 at most: the width of
            the first dense layer. What is longer is cut off.
    """

    vocabulary: Vocabulary
    max_characters: int

    @classmethod
    def of(cls, sentences: Iterable[Tokens]) -> Self:
        """Return the encoder of some sentences."""
        joined = [" ".join(sentence) for sentence in sentences]
        longest = min(max(9, *map(len, joined)), _MOST_CHARACTERS)
        return cls(Vocabulary.of("".join(joined) + " "), longest)

    def encode(self, texts: Sequence[Tokens]) -> Encoded:
        """Return texts as numbers; an unknown character gets a plain stand-in."""
        joined = [" ".join(text)[: self.max_characters] for text in texts]
        units = self.vocabulary.encode("".join(joined)).ids
        starts = np.cumsum([0, *map(len, joined)])
        ids = np.arange(1, len(self.vocabulary) + 1, dtype=np.int32)
        return Encoded(units, starts, ids, None)

    def knows(self, word: str) -> bool:
        """Return whether it has seen every character of a word."""
        return set(word) <= set(self.vocabulary.characters)

    def padded(self, length: int) -> int:
        """Return T: a whole number of the network's windows of nine characters."""
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
