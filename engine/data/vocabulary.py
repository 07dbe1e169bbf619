"""Characters and their ids, saved as text beside the weights."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

# Typographic marks that have an ASCII equivalent but no Unicode decomposition.
_PLAIN = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".",
    "\t": " ", "\r": "\n", "æ": "e", "ß": "s", "ø": "o", "Æ": "E", "Ø": "O",
}  # fmt: skip

_BLOCK = 1 << 20  # characters looked up at once: 4 MB of code points


@dataclass(frozen=True)
class Encoded:
    """A text as ids, and the replaced characters."""

    ids: NDArray[np.int32]  # (N,)
    text: str  # the text of the ids, N characters
    replaced: Mapping[str, str]  # unknown character -> its replacement


@dataclass(frozen=True)
class Vocabulary:
    """The characters of a text in code-point order; a character's id is its index."""

    characters: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the vocabulary of all characters that occur in `text`."""
        return cls("".join(sorted(set(text))))

    def __len__(self) -> int:
        """Return V, the number of characters."""
        return len(self.characters)

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """The id of each code point up to the last of the vocabulary; -1 for none."""
        points = _code_points(self.characters)
        table = np.full(int(points.max(initial=0)) + 1, -1, np.int32)
        table[points] = np.arange(len(points))
        return table

    def encode(self, text: str) -> Encoded:
        """Return the ids of `text`; an unknown character is replaced by another one.

        The replacement is the ASCII equivalent of an accented or typographic character
        where the vocabulary has it (é → e, ” → "), else a space, else the first
        character. It is always one character, so that offsets do not change.
        """
        replaced: dict[str, str] = {
            character: self._replacement(character)
            for character in sorted(set(text) - set(self.characters))
        }
        plain = (
            text.translate({ord(c): r for c, r in replaced.items()})
            if replaced
            else text
        )
        ids = np.empty(len(plain), np.int32)
        for start in range(0, len(plain), _BLOCK):
            points = _code_points(plain[start : start + _BLOCK])
            ids[start : start + _BLOCK] = self._table[points]
        return Encoded(ids, plain, replaced)

    def unknown_fraction(self, text: str) -> float:
        """Return the fraction of a text's characters that `encode` replaces, 0 to 1."""
        counts = Counter(text)
        unknown = counts.keys() - set(self.characters)
        return sum(counts[character] for character in unknown) / max(1, len(text))

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of `ids`."""
        return "".join(self.characters[i] for i in ids)

    def _replacement(self, character: str) -> str:
        folded = _PLAIN.get(character) or unicodedata.normalize("NFKD", character)[0]
        for candidate in (folded, folded.lower(), folded.upper(), " "):
            if candidate in self.characters:
                return candidate
        return self.characters[0]

    def to_text(self) -> str:
        """Return the vocabulary as JSON text."""
        return json.dumps(self.characters, ensure_ascii=False) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the vocabulary that `to_text` wrote.

        Raises:
            ValueError: The text is not a vocabulary.
        """
        characters = json.loads(text)
        if not isinstance(characters, str) or not characters:
            raise ValueError("a vocabulary is a non-empty JSON string")
        return cls(characters)


def _code_points(text: str) -> NDArray[np.uint32]:
    """Return the code point of each character, (N,); lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
