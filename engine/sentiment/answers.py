"""What a network makes of one review; nothing here imports Keras."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.data import LABELS
from engine.sentiment.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a network makes of one review.

    Args:
        text: As it was given.
        tokens: As the network read it, with places in the text.
        in_vocabulary: For each token, whether the network has anything to go by.
        characters_read: Characters of the text that were read; what is behind was not.
        probabilities: (5,) float64, from very negative to very positive.
    """

    text: str
    tokens: tuple[Token, ...]
    in_vocabulary: tuple[bool, ...]
    characters_read: int
    probabilities: NDArray[np.float64]

    @property
    def label(self) -> int:
        """The likeliest class, 0 to 4."""
        return int(self.probabilities.argmax())

    @property
    def label_name(self) -> str:
        """The likeliest class in words."""
        return LABELS[self.label]

    @property
    def stars(self) -> float:
        """Expected stars, 1 to 5."""
        return float(self.probabilities @ np.arange(1.0, 6.0))

    @property
    def spread(self) -> float:
        """Standard deviation of the stars."""
        away = np.arange(1.0, 6.0) - self.stars
        return float(np.sqrt(self.probabilities @ away**2))

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """Words that the network can make nothing of, as they stand in the text."""
        pairs = zip(self.tokens, self.in_vocabulary, strict=True)
        return tuple(self.text[t.start : t.end] for t, known in pairs if not known)

    def to_mapping(self) -> dict[str, Any]:
        """Return what a program may want of it, ready for JSON."""
        shares = zip(LABELS, self.probabilities.tolist(), strict=True)
        return {
            "review": self.text,
            "label": self.label,
            "label_name": self.label_name,
            "stars": round(self.stars, 3),
            "spread": round(self.spread, 3),
            "probabilities": {name: round(share, 5) for name, share in shares},
            "unknown_words": list(self.unknown_words),
            "characters_read": self.characters_read,
        }
