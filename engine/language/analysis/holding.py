"""One hidden unit held at a value while the network writes, and the text without.

Both texts are written by `writing` from the same prompt and with the same random
numbers. The unit is held from the first character of the prompt on.

V vocabulary size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.language.piece import Piece, describe, joined
from engine.language.writing import Held, Writing
from engine.sampling import SamplingSettings, log_softmax

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Text:
    """What was written, and the logits of its first character."""

    piece: Piece
    logits: Array  # (V,)


@dataclass(frozen=True, slots=True)
class Change:
    """A character that could follow the prompt, without and with the unit held."""

    character: str
    logits: tuple[float, float]
    probabilities: tuple[float, float]  # before the sampling settings, 0 to 1


@dataclass(frozen=True)
class Comparison:
    """What the network writes without and with the unit held."""

    free: Piece
    held: Piece
    changes: tuple[Change, ...]  # V of them, largest change of a probability first

    @property
    def moved(self) -> float:
        """Return how much probability moves, 0 to 1: the total variation distance."""
        pairs = (change.probabilities for change in self.changes)
        return sum(abs(after - before) for before, after in pairs) / 2

    @property
    def same(self) -> int:
        """Return how many characters both texts have in common at their start."""
        pairs = zip(self.free.text, self.held.text, strict=True)
        differing = (i for i, (free, held) in enumerate(pairs) if free != held)
        return next(differing, len(self.free.text))


def write(
    writer: Any, prompt: str, length: int, settings: SamplingSettings, held: Held | None
) -> Text:
    """Return what a `Writer` writes after a prompt.

    Args:
        writer: The network.
        prompt: Characters outside the vocabulary are replaced; an empty one is read
            as a new line.
        length: Characters to write.
        settings: Sampling settings and seed.
        held: The unit that is held, and its value; None for the network as it is.
    """
    writing = Writing(writer.step_weights, settings, length, held=held)
    writing.read(writer.vocabulary.encode(prompt or "\n").ids)
    logits = np.asarray(writing.logits, np.float64)
    blocks = writing.blocks()
    pieces = [describe(*block, writer.vocabulary, settings) for block in blocks]
    return Text(joined(pieces), logits)


def compare(characters: Sequence[str], free: Text, held: Text) -> Comparison:
    """Return two texts after one prompt side by side.

    Args:
        characters: The vocabulary, (V,).
        free: Without a unit held.
        held: With it.
    """
    changes = _changes(characters, free.logits, held.logits)
    return Comparison(free.piece, held.piece, changes)


def _changes(
    characters: Sequence[str], before: Array, after: Array
) -> tuple[Change, ...]:
    """Return the change of each character, from logits (V,)."""
    shares = np.exp(log_softmax(np.stack([before, after])))  # (2, V)
    order = np.argsort(-np.abs(shares[1] - shares[0]), kind="stable")
    return tuple(
        Change(
            characters[i],
            (float(before[i]), float(after[i])),
            (float(shares[0, i]), float(shares[1, i])),
        )
        for i in order
    )


def mean_line(text: str) -> float:
    r"""Return the mean number of characters in a line of a text, empty lines left out.

    Example:
        >>> mean_line("one\n\nthree")
        4.0
    """
    lines = [line for line in text.split("\n") if line]
    return sum(map(len, lines)) / len(lines) if lines else 0.0
