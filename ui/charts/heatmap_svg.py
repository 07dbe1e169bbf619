"""A heat map as an SVG picture: lines and letters that stay sharp at any size."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

_CELL = 16  # pixels
_LETTER = 7  # pixels that a letter takes, about
_LONGEST = 24  # letters of a label
_BLUE, _ORANGE = "#1e82c8", "#d56e14"


def svg(
    rows: Sequence[str],
    columns: Sequence[str],
    shares: NDArray[np.float64],
    title: str,
) -> str:
    """Return the picture, on white, with all rows and columns.

    Args:
        rows: Their names.
        columns: Their names.
        shares: Strengths of the colours, (rows, columns), −1 to 1.
        title: What rows, columns and colours mean.
    """
    rows, columns = _cut(rows), _cut(columns)
    left = 30 + _LETTER * max(map(len, rows))
    top = 30 + _LETTER * max(map(len, columns))
    width = left + _CELL * len(columns) + 20
    height = top + _CELL * len(rows) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{left}" y="14">{escape(title)}</text>',
        *(_row_name(name, left, top + _CELL * y) for y, name in enumerate(rows)),
        *(_column_name(name, left + _CELL * x, top) for x, name in enumerate(columns)),
    ]
    for y, row in enumerate(shares.tolist()):
        parts += [
            _cell(s, left + _CELL * x, top + _CELL * y) for x, s in enumerate(row)
        ]
    return "\n".join([*parts, "</svg>\n"])


def _cut(names: Sequence[str]) -> list[str]:
    return [n if len(n) <= _LONGEST else f"{n[: _LONGEST - 1]}…" for n in names]


def _row_name(name: str, left: int, y: int) -> str:
    return f'<text x="{left - 6}" y="{y + 12}" text-anchor="end">{_safe(name)}</text>'


def _column_name(name: str, x: int, top: int) -> str:
    place = f"rotate(-90 {x + 12} {top - 6})"
    return f'<text x="{x + 12}" y="{top - 6}" transform="{place}">{_safe(name)}</text>'


def _cell(share: float, x: int, y: int) -> str:
    colour = _BLUE if share >= 0 else _ORANGE
    return (
        f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="{colour}" '
        f'fill-opacity="{min(abs(share), 1.0):.3f}" stroke="#d9d9d9" '
        'stroke-width="0.5"/>'
    )


def _safe(name: str) -> str:
    """Return a name without what XML has no sign for, escaped."""
    return escape("".join(c if c.isprintable() else "�" for c in name))
