"""Hiding what a generated text copied from a copyrighted training text."""

from collections.abc import Collection
from dataclasses import replace

from engine.language.piece import Piece

HIDDEN = "…"


def hidden_positions(text: str, training_text: str, longest_run: int) -> list[int]:
    """Return the positions of `text` that continue a copied run beyond its limit.

    A position is hidden if it and the `longest_run` characters before it occur word
    for word in the training text, so that of any copied run only its first
    `longest_run` characters remain. Every stretch of `longest_run + 1` contains a
    whole block of half that length at a multiple of it; only around blocks that occur
    is anything else searched for, and 400 characters against 3 MB cost 8 searches.

    Example:
        >>> hidden_positions("xabcdefx", "..abcdef..", longest_run=4)
        [5, 6]
    """
    half = max(1, longest_run // 2)
    positions = set()
    for block in range(0, len(text) - half + 1, half):
        if text[block : block + half] not in training_text:
            continue
        first = max(longest_run, block + half - 1)
        for i in range(first, min(len(text), block + longest_run + 1)):
            if text[i - longest_run : i + 1] in training_text:
                positions.add(i)
    return sorted(positions)


def redact_text(text: str, hidden: Collection[int]) -> str:
    """Return a text with “…” at the hidden positions."""
    return "".join(HIDDEN if i in hidden else c for i, c in enumerate(text))


def redact(piece: Piece, hidden: Collection[int]) -> Piece:
    """Return a piece with “…”, and no alternatives, at the hidden positions."""
    if not hidden:
        return piece
    choices = tuple(() if i in hidden else row for i, row in enumerate(piece.choices))
    return replace(piece, text=redact_text(piece.text, hidden), choices=choices)
