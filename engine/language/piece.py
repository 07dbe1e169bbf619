"""A text with the probabilities that a model gave its characters.

LSTM and n-grams return the same values, for text they write and text they read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.vocabulary import Vocabulary
from engine.sampling import SamplingSettings, log_softmax, probabilities

CHOICES = 6  # most likely characters stored for each position


@dataclass(frozen=True, slots=True)
class Choice:
    """A character that could have been written at a position."""

    character: str
    before: float  # the model's probability, 0 to 1
    after: float  # probability, 0 to 1, after the sampling settings


@dataclass(frozen=True)
class Piece:
    """Consecutive characters, with the model's probabilities."""

    text: str  # N characters
    probability: NDArray[np.float64]  # (N,) of each character
    choices: tuple[tuple[Choice, ...], ...]  # N rows, most likely first

    @property
    def nats(self) -> NDArray[np.float64]:
        """The surprise at each character, -ln p, (N,)."""
        return np.asarray(-np.log(np.maximum(self.probability, 1e-30)))

    @property
    def nats_per_character(self) -> float:
        """The mean of `nats`; 0 for an empty text."""
        return float(self.nats.mean()) if self.text else 0.0

    def __add__(self, following: "Piece") -> "Piece":
        """Return both pieces, one after the other."""
        return joined([self, following])


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return consecutive pieces as one."""
    return Piece(
        "".join(piece.text for piece in pieces),
        np.concatenate([np.zeros(0), *(piece.probability for piece in pieces)]),
        tuple(row for piece in pieces for row in piece.choices),
    )


EMPTY = Piece("", np.zeros(0), ())


@dataclass(frozen=True)
class Reading:
    """A text that a model has read."""

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
        ids: The characters, (N,).
        logits: Logits or log-probabilities of the character at each position, (N, V).
        vocabulary: Decodes the ids.
        settings: Those of `Choice.after`.
    """
    before = np.exp(log_softmax(logits))  # (N, V)
    after = probabilities(logits, settings)  # (N, V)
    count = min(CHOICES, before.shape[-1])
    best = np.argsort(-before, axis=-1, kind="stable")[:, :count]  # (N, count)
    rows = tuple(
        tuple(Choice(vocabulary.characters[j], float(b[j]), float(a[j])) for j in row)
        for row, b, a in zip(best, before, after, strict=True)
    )
    probability = before[np.arange(len(ids)), ids]  # (N,)
    return Piece(vocabulary.decode(ids), probability, rows)
