"""A histogram whose bars are shares in percent, with marked values."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

from ui.charts.base import Figure
from ui.charts.theme import accent, ink
from ui.palette import QUIET, TRAIN, VALIDATION


def histogram(
    bins: Sequence[tuple[float, float]],
    width: float,
    unit: str,
    marks: Mapping[str, float],
) -> Figure:
    """Return the figure.

    Args:
        bins: Left edge of each bin, and its share in percent.
        width: Of each bin.
        unit: Title of the horizontal axis.
        marks: Name -> where an upright line is drawn; the first one is grey.
    """
    trace = {
        "type": "bar",
        "x": [low for low, _ in bins],
        "y": [round(share, 3) for _, share in bins],
        "width": width,
        "offset": 0,
        "marker": {"color": TRAIN, "opacity": 0.75},
        "customdata": [_words(low, width) for low, _ in bins],
        "hovertemplate": f"%{{customdata}} {unit.removeprefix('% ')}<br>"
        "%{y:.2f}%<extra></extra>",
    }
    lines = [mark(*item, order) for order, item in enumerate(marks.items())]
    layout = {
        "xaxis": {"title": {"text": unit}, "showgrid": False},
        "yaxis": {"ticksuffix": "%", "fixedrange": True, "rangemode": "tozero"},
        "bargap": 0,
        "shapes": [line for line, _ in lines],
        "annotations": [name for _, name in lines],
    }
    return {"data": [trace], "layout": layout}


def mark(
    name: str, at: float, order: int, color: str = "", *, log: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an upright line and its name beside it, one line lower for each order.

    Args:
        name: Of the line.
        at: Where on the horizontal axis.
        order: 0 for the first line of the chart.
        color: Of both; else grey for the first, and orange.
        log: Whether the axis is logarithmic.
    """
    color = color or (VALIDATION if order else QUIET)
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": color, "dash": "dash", "width": 1.5},
    }
    words = {
        "text": name,
        "x": log10(at) if log else at,  # Plotly wants it so of names, not of lines
        "xshift": 3,
        "y": 1 - 0.14 * order,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"color": ink() if color == QUIET else accent()},
    }
    return line, words


def _words(low: float, width: float) -> str:
    """Return what a bin holds: whole numbers from its left edge on."""
    last = low + width - 1
    return f"{low:g}" if last <= low else f"{low:g}–{last:g}"
