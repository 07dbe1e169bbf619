"""Two readers of one text: what each character cost the one and the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.language.piece import Reading


@dataclass(frozen=True)
class Comparison:
    """One reader's nats for each character of a text, and a second's if asked."""

    text: str  # N characters
    first: NDArray[np.float64]  # (N,) nats
    second: NDArray[np.float64] | None = None  # (N,) nats
    replaced: tuple[Mapping[str, str], ...] = field(default_factory=tuple)

    @property
    def difference(self) -> list[float]:
        """The first's nats minus the second's; the first's alone without one."""
        second = 0 if self.second is None else self.second
        return [float(value) for value in self.first - second]

    def columns(self) -> dict[str, list[float]]:
        """Return all numbers by their names, for a table."""
        columns = {"nats": self.first.tolist()}
        if self.second is not None:
            columns["nats_of_second"] = self.second.tolist()
            columns["difference"] = self.difference
        return columns

    def totals(self) -> list[tuple[float, float]]:
        """Return total nats and mean nats per character of each reader."""
        readers = [r for r in (self.first, self.second) if r is not None]
        return [(float(r.sum()), float(r.mean()) if len(r) else 0.0) for r in readers]


def compare(text: str, first: Reading, second: Reading | None = None) -> Comparison:
    """Return two readings of the same text side by side.

    Where the readers know different characters each was judged on what it read,
    its own stand-ins among it.

    Args:
        text: What both read, N characters.
        first: One reader's account of it.
        second: Another's, or None.

    Raises:
        ValueError: A reading has another length than the text.
    """
    nats = first.piece.nats
    if any(len(r.piece.text) != len(text) for r in (first, second) if r):
        raise ValueError("a reading must have as many characters as its text")
    if second is None:
        return Comparison(text, nats, None, (first.replaced,))
    replaced = (first.replaced, second.replaced)
    return Comparison(text, nats, second.piece.nats, replaced)
