"""A matrix with words on both sides as a heat map, to zoom into and to take away.

Hundreds of columns stay readable because the chart opens on a window of them, which
is dragged along; the words may repeat, as those of a paragraph do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray

from ui.charts.base import Figure, choose_picture, figure, safe, text_axis
from ui.downloads import csv_text, download

_WINDOW = 40  # columns that are shown at first, or rows
_LEAST_LOG = 1e-4  # of the largest value: below it all is the same on a log scale
_MANY_POWERS = 300  # where a tick for each power of ten is enough
_ROW = 22  # pixels


@dataclass(frozen=True, slots=True)
class Heat:
    """What a heat map shows."""

    values: ArrayLike  # (rows, columns)
    rows: Sequence[str]
    columns: Sequence[str]
    row_title: str  # "question"
    column_title: str  # "paragraph"
    value_title: str  # "attention"

    @property
    def array(self) -> NDArray[np.float64]:
        """The values as an array, (rows, columns)."""
        shape = (len(self.rows), len(self.columns))
        return np.asarray(self.values, np.float64).reshape(shape)

    def chosen(self, rows: Sequence[int], columns: Sequence[int]) -> "Heat":
        """Return the heat map of these rows and columns alone, by their indices."""
        return Heat(
            self.array[np.ix_(list(rows), list(columns))],
            [self.rows[index] for index in rows],
            [self.columns[index] for index in columns],
            self.row_title,
            self.column_title,
            self.value_title,
        )

    def strongest(self, most: int) -> list[tuple[str, str, float]]:
        """Return the columns with the largest values: column, its row and the value.

        Largest first, at most `most`.
        """
        if not self.rows:
            return []
        largest, array = self.array.max(axis=0), self.array
        order = np.argsort(-largest, kind="stable")[:most]
        return [
            (self.columns[j], self.rows[int(array[:, j].argmax())], float(largest[j]))
            for j in order
        ]


def heatmap(heat: Heat, key: str, alt: str) -> None:
    """Draw a heat map with its scale and its downloads.

    Args:
        heat: What to show.
        key: What the widgets' keys begin with; `<key>_log` is in the URL.
        alt: What it shows in a sentence, for screen readers.
    """
    if not heat.rows or not heat.columns:
        st.caption("Nothing to draw: no row or no column is left.")
        return
    log = st.toggle(
        "Logarithmic colours",
        key=f"{key}_log",
        help="Small values become distinguishable; equal steps of colour are "
        "equal factors.",
        bind="query-params",
        persist_state="session",
    )
    chart = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picture = choose_picture(key)
        download("Table (CSV)", lambda: csv_text(table(heat)), "heat.csv", f"{key}_csv")
    with chart:
        figure(
            spec(heat, log=bool(log)), key, alt, height=height(heat), picture=picture
        )
    if max(len(heat.columns), len(heat.rows)) > _WINDOW:
        st.caption(
            f"{_WINDOW} words per side are shown: drag to move, double-click to see "
            "all."
        )


def height(heat: Heat) -> int:
    """Return the height of the chart in pixels."""
    return 200 + _ROW * max(min(len(heat.rows), _WINDOW), 3)


def table(heat: Heat) -> list[dict[str, object]]:
    """Return one row for each row of the matrix; columns that repeat are numbered."""
    names = [f"{index + 1} {name}" for index, name in enumerate(heat.columns)]
    return [
        {heat.row_title: row, **dict(zip(names, values, strict=True))}
        for row, values in zip(heat.rows, heat.array.round(6).tolist(), strict=True)
    ]


def spec(heat: Heat, *, log: bool) -> Figure:
    """Return the figure.

    Args:
        heat: What to show.
        log: Whether equal steps of colour are equal factors.
    """
    array = heat.array.astype(np.float32)
    rows, columns = ([safe(n) for n in names] for names in (heat.rows, heat.columns))
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": [str(index) for index in range(len(columns))],
        "y": [str(index) for index in range(len(rows))],
        "z": _logarithm(array) if log else array,
        "zmin": None if log else 0,
        "zmax": None if log else _largest(heat),
        "customdata": array,
        "text": [columns] * len(rows),
        "hovertext": [[row] * len(columns) for row in rows],
        "hovertemplate": f"{heat.row_title}: <b>%{{hovertext}}</b><br>"
        f"{heat.column_title}: <b>%{{text}}</b><br>"
        f"{heat.value_title}: %{{customdata:.4g}}<extra></extra>",
        "xgap": 1,
        "ygap": 1,
        "colorbar": _color_bar(heat, log),
    }
    across = text_axis(heat.columns)
    across |= {"tickangle": -60, "range": _window(len(columns))}
    low, high = _window(len(rows))
    down = text_axis(heat.rows, heat.row_title) | {"range": (high, low)}
    if len(rows) <= _WINDOW:
        down["fixedrange"] = True  # so that dragging moves along the columns alone
    layout: dict[str, Any] = {
        "xaxis": across,
        "yaxis": down,
        "margin": {"l": 8, "r": 8, "t": 96, "b": 8},
    }
    # Not as the title of the axis, which Plotly would draw over slanted words.
    layout["annotations"] = [_corner(f"{safe(heat.column_title)} →")]
    return {"data": [trace], "layout": layout}


def _corner(words: str) -> dict[str, Any]:
    """Return words above the right end of the chart."""
    return {
        "text": words,
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
    }


def _window(count: int) -> tuple[float, float]:
    """Return the part of an axis that the chart opens on."""
    return -0.5, min(count, _WINDOW) - 0.5


def _largest(heat: Heat) -> float:
    """Return the largest value, or 1 where all are 0."""
    return float(np.nanmax(heat.array, initial=0.0)) or 1.0


def _logarithm(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the decimal logarithms, from `_LEAST_LOG` of the largest value on."""
    least = _LEAST_LOG * (float(np.nanmax(array, initial=0.0)) or 1.0)
    return np.log10(np.maximum(array, least)).astype(np.float32)


def _color_bar(heat: Heat, log: bool) -> dict[str, Any]:
    """Return the legend of the colours, above the chart, with its ticks."""
    bar: dict[str, Any] = {
        "title": {"text": heat.value_title, "side": "top"},
        "orientation": "h",
        "thickness": 8,
        "x": 0,
        "xanchor": "left",
        "xpad": 0,
        "len": 0.6,
        "y": 1,
        "yanchor": "bottom",
    }
    if not log:
        return bar
    largest = _largest(heat)
    least = max(float(np.nanmin(heat.array, initial=largest)), _LEAST_LOG * largest)
    # One power of ten to the next may be more than the whole scale.
    digits = (1,) if largest > _MANY_POWERS * least else (1, 2, 5)
    powers = range(floor(log10(least)), ceil(log10(largest)) + 1)
    ticks = [digit * 10.0**power for power in powers for digit in digits]
    shown = [tick for tick in ticks if 0.999 * least <= tick <= 1.001 * largest]
    if len(shown) < 2:  # no round number lies between: the ends themselves
        shown = sorted({float(f"{least:.2g}"), float(f"{largest:.2g}")})
    return bar | {
        "tickvals": [log10(tick) for tick in shown],
        "ticktext": [f"{tick:g}" for tick in shown],
    }
