"""Tokens as ids and word vectors, the same for training and prediction.

A word is read as its GloVe vector plus a fine-tuned offset. Only words that occur in
several training sentences have an offset, so a word that was rare in training and one
that was never there are treated alike. A compound that GloVe lacks
(“thought-provoking”) is read as the mean of its parts. A network can also read how each
word is spelled, so that one with a typo is not lost.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.glove import DIMENSIONS, Vectors
from engine.data.spelling import ids_of, spell
from engine.data.vocabulary import Vocabulary
from engine.sentiment.batching import PADDING, Encoded, Tokens

FILE = "encoder.json"
UNTUNED, UNKNOWN, FIRST = 1, 2, 3  # ids after PADDING; fine-tuned words from FIRST
WORD_CHARACTERS = 16  # of each word that is spelled; the rest is cut off
_MOST_CHARACTERS = 2_500  # the longest input of a character CNN
_LENGTHS = (2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128)  # words


@dataclass(frozen=True)
class WordEncoder:
    """The fine-tuned words, and GloVe for all others.

    Args:
        words: In lower case; the id of `words[i]` is FIRST + i.
        vectors: GloVe, or None for a network that only counts words.
        alphabet: The characters that words are spelled with, or None for a network
            that does not see them.
    """

    words: tuple[str, ...]
    vectors: Vectors | None = field(repr=False, compare=False)
    alphabet: Vocabulary | None = None

    @classmethod
    def of(
        cls,
        sentences: Iterable[Tokens],
        min_count: int,
        vectors: Vectors | None,
        spelled: bool = False,
    ) -> Self:
        """Return the encoder of all words that occur in `min_count` sentences.

        Args:
            sentences: Of the training set.
            min_count: Sentences that must contain a word.
            vectors: GloVe, or None.
            spelled: Whether words are spelled too.
        """
        counts = Counter(chain.from_iterable({w.lower() for w in s} for s in sentences))
        frequent = sorted(w for w, count in counts.items() if count >= min_count)
        alphabet = Vocabulary.of("".join(counts)) if spelled else None
        return cls(tuple(frequent), vectors, alphabet)

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
            self._spelling(list(rows)),
        )

    def _spelling(self, words: Sequence[str]) -> NDArray[np.int32] | None:
        """Return the characters of each lower-case word, (words, 16) int32."""
        if self.alphabet is None:
            return None
        return spell(words or [""], ids_of(self.alphabet), WORD_CHARACTERS)

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
        """Return the words, and the alphabet if there is one, as JSON."""
        stored: dict[str, Any] = {"words": self.words}
        if self.alphabet is not None:
            stored["alphabet"] = self.alphabet.characters
        return json.dumps(stored, ensure_ascii=False) + "\n"


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
            alphabet = stored.get("alphabet")
            return WordEncoder(
                tuple(stored["words"]),
                vectors,
                None if alphabet is None else Vocabulary(alphabet),
            )
        return CharacterEncoder(
            Vocabulary(stored["characters"]), stored["max_characters"]
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an encoder: {error}") from error
