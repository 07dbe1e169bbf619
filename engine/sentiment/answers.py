"""A network's answer on one review; nothing here imports Keras."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.english import NOT_ENGLISH
from engine.sentiment.data import LABELS
from engine.sentiment.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A network's answer on one review.

    Args:
        text: The review.
        tokens: Its tokens as the network reads them, with their spans in the text.
        in_vocabulary: For each token, whether it is in the network's vocabulary.
        characters_read: Characters of the text that were read, from its start.
        probabilities: (5,) float64, from very negative to very positive.
        english: False where most words have no word vector: the probabilities then
            mean nothing.
    """

    text: str
    tokens: tuple[Token, ...]
    in_vocabulary: tuple[bool, ...]
    characters_read: int
    probabilities: NDArray[np.float64]
    english: bool = True

    @property
    def label(self) -> int:
        """The most likely class, 0 to 4."""
        return int(self.probabilities.argmax())

    @property
    def label_name(self) -> str:
        """The name of the most likely class."""
        return LABELS[self.label]

    @property
    def stars(self) -> float:
        """Expected stars, 1 to 5."""
        return float(self.probabilities @ np.arange(1.0, 6.0))

    @property
    def spread(self) -> float:
        """Standard deviation of the stars."""
        deviations = np.arange(1.0, 6.0) - self.stars
        return float(np.sqrt(self.probabilities @ deviations**2))

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """Words that are not in the vocabulary, as they are spelled in the text."""
        pairs = zip(self.tokens, self.in_vocabulary, strict=True)
        return tuple(self.text[t.start : t.end] for t, inside in pairs if not inside)

    def to_mapping(self) -> dict[str, Any]:
        """Return the answer ready for JSON.

        Without figures, and with a note, where the review is not English.
        """
        named = zip(LABELS, self.probabilities.tolist(), strict=True)
        figures = {
            "label": self.label,
            "label_name": self.label_name,
            "stars": round(self.stars, 3),
            "spread": round(self.spread, 3),
            "probabilities": {name: round(p, 5) for name, p in named},
        }
        return {
            "review": self.text,
            **(figures if self.english else {"note": NOT_ENGLISH}),
            "unknown_words": list(self.unknown_words),
            "characters_read": self.characters_read,
        }
