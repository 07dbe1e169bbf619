"""What a model thought of each character of a text: written or only read.

LSTM and n-grams answer with the same frozen values, so a page draws both alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.vocabulary import Vocabulary
from engine.sampling import SamplingSettings, log_softmax, probabilities

CHOICES = 6  # alternatives that are kept for each character


@dataclass(frozen=True, slots=True)
class Choice:
    """A character that could have stood there."""

    character: str
    before: float  # probability, 0 to 1, as the model gave it
    after: float  # probability, 0 to 1, after the sampling settings


@dataclass(frozen=True)
class Piece:
    """Some characters in a row, with what the model gave for each."""

    text: str  # N characters
    probability: NDArray[np.float64]  # (N,) of the character that stands there
    choices: tuple[tuple[Choice, ...], ...]  # N rows of the likeliest, best first

    @property
    def nats(self) -> NDArray[np.float64]:
        """How surprising each character was, (N,) -ln p."""
        return np.asarray(-np.log(np.maximum(self.probability, 1e-30)))

    @property
    def nats_per_character(self) -> float:
        """The mean of `nats`; 0 for no text."""
        return float(self.nats.mean()) if self.text else 0.0

    def __add__(self, other: "Piece") -> "Piece":
        """Return both pieces in a row."""
        return joined([self, other])


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return pieces in a row."""
    return Piece(
        "".join(piece.text for piece in pieces),
        np.concatenate([np.zeros(0), *(piece.probability for piece in pieces)]),
        tuple(row for piece in pieces for row in piece.choices),
    )


EMPTY = Piece("", np.zeros(0), ())


@dataclass(frozen=True)
class Reading:
    """A text that was only read."""

    piece: Piece
    replaced: Mapping[str, str]  # unknown character -> what was read in its place


def describe(
    ids: NDArray[np.int32],
    logits: NDArray[np.floating],
    vocabulary: Vocabulary,
    settings: SamplingSettings,
) -> Piece:
    """Return characters with their probabilities and alternatives.

    Args:
        ids: The characters that stand there, (N,).
        logits: logits before each of them, (N, V).
        vocabulary: What the ids mean.
        settings: What `Choice.after` is computed with.
    """
    before = np.exp(log_softmax(logits))  # (N, V)
    after = probabilities(logits, settings)  # (N, V)
    kept = min(CHOICES, before.shape[-1])
    best = np.argsort(-before, axis=-1, kind="stable")[:, :kept]  # (N, kept)
    rows = tuple(
        tuple(
            Choice(vocabulary.characters[j], float(b[j]), float(a[j])) for j in places
        )
        for places, b, a in zip(best, before, after, strict=True)
    )
    chosen = before[np.arange(len(ids)), ids]
    return Piece(vocabulary.decode(ids), chosen, rows)
