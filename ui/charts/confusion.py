"""A confusion matrix whose cells can be opened, by a click or by two select boxes."""

from collections.abc import Sequence
from functools import partial
from math import sqrt

import streamlit as st

from ui.charts.base import Figure, choose_picture, figure, safe, selected
from ui.charts.theme import ink_on
from ui.downloads import csv_button
from ui.notices import plain
from ui.palette import BRASS
from ui.pickers import put_choice, take_choice

Counts = Sequence[Sequence[int]]
Shares = Sequence[Sequence[float]]  # of the row
Cell = tuple[int, int]
_ROW = 42  # pixels
_TRUE, _PREDICTED = "true class", "predicted class"


def confusion(counts: Counts, labels: Sequence[str], key: str) -> Cell | None:
    """Draw the matrix; return the (row, column) of the open cell, or None.

    A click opens a cell and a second click closes it. The two select boxes do the
    same for the keyboard and for screen readers; below them stand the counts of the
    true class.

    Args:
        counts: Square; a row for each true class, a column for each predicted one.
        labels: Of the classes.
        key: Of the chart; those of the select boxes begin with it.
    """
    chart = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        truth = _choose_class(_TRUE, labels, f"{key}_true")
        predicted = _choose_class(_PREDICTED, labels, f"{key}_predicted")
    if truth is not None:
        st.caption(_in_words(counts[truth], labels))
    cell = None if truth is None or predicted is None else (truth, predicted)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picture = choose_picture(key)
        csv_button(table(counts, labels), "confusion", f"{key}_csv")
    with chart:
        figure(
            spec(counts, labels, cell),
            key,
            f"Confusion matrix of {len(labels)} classes: {_worst(counts, labels)}.",
            height=130 + _ROW * len(labels),
            picture=picture,
            on_select=partial(_open, key, labels),
        )
    return cell


def _choose_class(title: str, labels: Sequence[str], key: str) -> int | None:
    """Draw the choice of a class; return its index.

    The words of the options never change: a browser that was shown other words, by
    a run of the page before, would choose what no longer exists, and lose it.
    """
    take_choice(key, labels)
    if st.session_state.get(key) not in labels:
        st.session_state[key] = None  # of another network
    chosen = st.selectbox(
        title.capitalize(),
        list(labels),
        index=None,
        key=key,
        placeholder="Choose",
        persist_state="session",
    )
    put_choice(key, chosen, {})
    return None if chosen is None else list(labels).index(chosen)


def _in_words(row: Sequence[int], labels: Sequence[str]) -> str:
    """Return how often each class was predicted for one true class."""
    counted = zip(labels, row, strict=True)
    return "Predicted: " + ", ".join(f"{plain(label)} {n:,}" for label, n in counted)


def _open(key: str, labels: Sequence[str]) -> None:
    """Open the cell that was clicked; close it if it is open."""
    fields = f"{key}_true", f"{key}_predicted"
    for point in selected(key)[:1]:
        row, column = point["customdata"][:2]
        cell = labels[int(row)], labels[int(column)]
        opened = tuple(st.session_state.get(field) for field in fields)
        for field, label in zip(fields, cell, strict=True):
            st.session_state[field] = None if opened == cell else label


def spec(counts: Counts, labels: Sequence[str], cell: Cell | None = None) -> Figure:
    """Return the figure.

    The colour is the root of a count's share of its row, or mistakes would be as
    pale as nothing. Plotly selects no cells of heat maps: invisible points lie on
    them.

    Args:
        counts: Square, row by row.
        labels: Of the classes.
        cell: The open one, which gets a frame.
    """
    names = [safe(label) for label in labels]
    shares = [[count / (sum(row) or 1) for count in row] for row in counts]
    plain = {"showgrid": False, "zeroline": False, "ticks": "", "fixedrange": True}
    plain |= {"type": "category", "automargin": True}
    size = (-0.5, len(labels) - 0.5)
    layout = {
        "hoverdistance": -1,  # whole cells can be clicked
        "dragmode": False,
        "xaxis": plain | {"title": {"text": _PREDICTED}, "range": size},
        "yaxis": plain | {"title": {"text": _TRUE}, "range": size[::-1]},
        "shapes": [] if cell is None else [_frame(*cell)],
        "annotations": _written(counts, shares, names),
    }
    data = [_colours(shares, names), _clickable(counts, shares, names)]
    return {"data": data, "layout": layout}


def _colours(shares: Shares, names: list[str]) -> dict[str, object]:
    """Return the cells."""
    return {
        "type": "heatmap",
        "x": names,
        "y": names,
        "z": [[sqrt(share) for share in row] for row in shares],
        "zmin": 0,
        "zmax": 1,
        "xgap": 1,
        "ygap": 1,
        "showscale": False,
        "hoverinfo": "skip",
    }


def _written(
    counts: Counts, shares: Shares, names: list[str]
) -> list[dict[str, object]]:
    """Return the count in each cell, in black or white."""
    return [
        {
            "x": names[x],
            "y": names[y],
            "text": f"{count:,}",
            "showarrow": False,
            "font": {"size": 12, "color": ink_on(sqrt(shares[y][x]))},
        }
        for y, row in enumerate(counts)
        for x, count in enumerate(row)
    ]


def _clickable(counts: Counts, shares: Shares, names: list[str]) -> dict[str, object]:
    """Return the invisible points on the cells, with what pointing shows."""
    cells = [(y, x) for y in range(len(names)) for x in range(len(names))]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [names[x] for _, x in cells],
        "y": [names[y] for y, _ in cells],
        "customdata": [
            [y, x, counts[y][x], 100 * shares[y][x], names[y], names[x]]
            for y, x in cells
        ],
        "hovertemplate": f"{_TRUE}: <b>%{{customdata[4]}}</b><br>"
        f"{_PREDICTED}: <b>%{{customdata[5]}}</b><br>"
        "%{customdata[2]:,} (%{customdata[3]:.1f}% of the row)<extra></extra>",
        "marker": {"size": 24, "symbol": "square", "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "showlegend": False,
    }


def _frame(row: int, column: int) -> dict[str, object]:
    """Return a frame around a cell."""
    return {
        "type": "rect",
        "x0": column - 0.5,
        "x1": column + 0.5,
        "y0": row - 0.5,
        "y1": row + 0.5,
        "line": {"color": BRASS, "width": 3},
    }


def _worst(counts: Counts, labels: Sequence[str]) -> str:
    """Return the largest confusion in words."""
    pairs = [
        (count, labels[y], labels[x])
        for y, row in enumerate(counts)
        for x, count in enumerate(row)
        if x != y
    ]
    count, truth, predicted = max(pairs, default=(0, "", ""))
    return f"most often, {count:,} times, {truth} was classified as {predicted}"


def table(counts: Counts, labels: Sequence[str]) -> list[dict[str, object]]:
    """Return a row for each true class."""
    return [
        {_TRUE: label, **dict(zip(labels, row, strict=True))}
        for label, row in zip(labels, counts, strict=True)
    ]
