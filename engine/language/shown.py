"""What of a generated text may be shown where the original is somebody's own."""

from dataclasses import replace

from engine.language.piece import Piece

HIDDEN = "…"


def hidden_places(text: str, training_text: str, most: int) -> list[int]:
    """Return the places of `text` that would be copied further than `most` in a row.

    A place is hidden if it and the `most` characters before it stand word for
    word in the training text, so that of any copied run only its first `most`
    characters remain. Every stretch of `most + 1` holds a whole block of half
    that length at a multiple of it; only around blocks that were found is
    anything else looked for, and 400 characters against 3 MB cost 8 searches.

    Example:
        >>> hidden_places("xabcdefx", "..abcdef..", most=4)
        [5, 6]
    """
    half = max(1, most // 2)
    places = set()
    for block in range(0, len(text) - half + 1, half):
        if text[block : block + half] not in training_text:
            continue
        first = max(most, block + half - 1)
        for place in range(first, min(len(text), block + most + 1)):
            if text[place - most : place + 1] in training_text:
                places.add(place)
    return sorted(places)


def shorten(piece: Piece, training_text: str, most: int) -> Piece:
    """Return a piece with “…” for each character copied beyond `most` in a row."""
    hidden = frozenset(hidden_places(piece.text, training_text, most))
    if not hidden:
        return piece
    text = "".join(HIDDEN if i in hidden else c for i, c in enumerate(piece.text))
    choices = tuple(() if i in hidden else row for i, row in enumerate(piece.choices))
    return replace(piece, text=text, choices=choices)
