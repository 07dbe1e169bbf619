"""Results as files: CSV with one row for each character."""

import csv
import io
from collections.abc import Mapping, Sequence

from engine.language.text import Piece


def characters_csv(text: str, columns: Mapping[str, Sequence[float]]) -> str:
    """Return a CSV with a row for each character and the columns beside it.

    Example:
        >>> characters_csv("a", {"probability": [0.5]}).splitlines()
        ['place,character,probability', '0,a,0.5']
    """
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["place", "character", *columns])
    for place, row in enumerate(zip(text, *columns.values(), strict=True)):
        table.writerow([place, *row])
    return file.getvalue()


def piece_csv(piece: Piece) -> str:
    """Return a piece as CSV: each character, its probability and its surprise."""
    columns = {"probability": piece.probability, "nats": piece.nats}
    return characters_csv(piece.text, {k: v.tolist() for k, v in columns.items()})
