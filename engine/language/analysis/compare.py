"""Two models on one text: the loss of each at each character."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.language.piece import Choice, Reading


@dataclass(frozen=True)
class Comparison:
    """The loss at each character of a text, of one model or of two."""

    text: str  # N characters
    first: NDArray[np.float64]  # (N,) nats
    second: NDArray[np.float64] | None = None  # (N,) nats
    replaced: tuple[Mapping[str, str], ...] = field(default_factory=tuple)
    expected: tuple[Choice | None, ...] = ()  # N, the likeliest to the first model

    @property
    def difference(self) -> list[float]:
        """First minus second loss in nats; the first loss if there is no second."""
        second = 0 if self.second is None else self.second
        return [float(value) for value in self.first - second]

    def columns(self) -> dict[str, list[float]]:
        """Return all numbers as columns of a table."""
        columns = {"nats": self.first.tolist()}
        if self.second is not None:
            columns["nats_of_second"] = self.second.tolist()
            columns["difference"] = self.difference
        return columns

    def totals(self) -> list[tuple[float, float]]:
        """Return total and mean nats per character of each model."""
        losses = [nats for nats in (self.first, self.second) if nats is not None]
        return [(float(n.sum()), float(n.mean()) if len(n) else 0.0) for n in losses]


def compare(text: str, first: Reading, second: Reading | None = None) -> Comparison:
    """Return the losses of two readings of the same text.

    If the vocabularies differ, each model is measured on what it read, with its own
    replacements for unknown characters.

    Args:
        text: What both models read, N characters.
        first: The first model's reading.
        second: The second's, or None.

    Raises:
        ValueError: A reading differs from the text in length.
    """
    nats = first.piece.nats
    if any(len(r.piece.text) != len(text) for r in (first, second) if r):
        raise ValueError("a reading must have as many characters as its text")
    expected = tuple(next(iter(row), None) for row in first.piece.choices)
    if second is None:
        return Comparison(text, nats, None, (first.replaced,), expected)
    replaced = (first.replaced, second.replaced)
    return Comparison(text, nats, second.piece.nats, replaced, expected)
