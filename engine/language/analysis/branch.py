"""Going on from a character that a writer did not choose."""

from engine.language.piece import Piece


def branch(piece: Piece, place: int, character: str) -> Piece:
    """Return a piece up to a place, and there one of its alternatives.

    Args:
        piece: What was written.
        place: From 0 to before its end.
        character: One of `piece.choices[place]`.

    Raises:
        ValueError: It is none of them.
    """
    if not 0 <= place < len(piece.text):
        raise ValueError(
            f"{place} is not a position in a text of {len(piece.text)} characters"
        )
    for choice in piece.choices[place]:
        if choice.character == character:
            probability = piece.probability[: place + 1].copy()
            probability[place] = choice.before
            text = piece.text[:place] + character
            return Piece(text, probability, piece.choices[: place + 1])
    raise ValueError(f"{character!r} is not one of the alternatives at {place}")
