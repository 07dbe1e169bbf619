"""A confusion matrix whose cells can be opened: a real table, for ears and keys too."""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import streamlit as st

from ui.palette import strength

_HERE = Path(__file__).parent

_COMPONENT = st.components.v2.component(
    "loupe_confusion",
    html='<div class="frame"><table></table></div>',
    css=(_HERE / "confusion.css").read_text(encoding="utf-8"),
    js=(_HERE / "confusion.js").read_text(encoding="utf-8"),
)


def confusion(
    counts: Sequence[Sequence[int]],
    labels: Sequence[str],
    key: str,
    *,
    rows: str = "truth",
    columns: str = "answer",
) -> tuple[int, int] | None:
    """Draw the matrix; return the (row, column) of the open cell, or None.

    A second click closes a cell. The stronger the blue, the larger the share of
    the row; its root is drawn, or mistakes would be as pale as nothing.

    Args:
        counts: Square, row by row: how often each class got each answer.
        labels: Of the classes.
        key: Of the component.
        rows: What the rows are.
        columns: What the columns are.
    """
    data = {
        "labels": list(labels),
        "cells": [
            [
                {"count": count, "colour": strength(sqrt(count / (sum(row) or 1)))}
                for count in row
            ]
            for row in counts
        ],
        "rows": rows,
        "columns": columns,
    }
    result = _COMPONENT(
        key=key, data=data, default={"cell": None}, on_cell_change=lambda: None
    )
    return chosen(result.get("cell"), len(labels))


def chosen(cell: Any, size: int) -> tuple[int, int] | None:
    """Return what a browser says was opened, if it is a cell of the matrix."""
    match cell:
        case [int(row), int(column)] if 0 <= row < size and 0 <= column < size:
            return row, column
    return None
