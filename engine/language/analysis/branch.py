"""Continuing from a character that the model did not draw."""

from engine.language.piece import Piece


def branch(piece: Piece, position: int, character: str) -> Piece:
    """Return a piece up to a position, with one of the alternatives there.

    Args:
        piece: What was written.
        position: 0 to len(piece.text) - 1.
        character: One of `piece.choices[position]`.

    Raises:
        ValueError: No such position, or no such alternative.
    """
    if not 0 <= position < len(piece.text):
        raise ValueError(
            f"{position} is not a position in a text of {len(piece.text)} characters"
        )
    for choice in piece.choices[position]:
        if choice.character == character:
            probability = piece.probability[: position + 1].copy()
            probability[position] = choice.before
            text = piece.text[:position] + character
            return Piece(text, probability, piece.choices[: position + 1])
    raise ValueError(f"{character!r} is not one of the alternatives at {position}")
