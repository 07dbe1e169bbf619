"""Calibration: a reliability diagram, with the expected calibration error."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import streamlit as st

from engine.calibration import Bin, calibration_error
from ui import palette
from ui.charts.base import LEGEND, Figure, figure, safe
from ui.format import percent

_SYMBOLS = ("circle", "square", "triangle-up", "diamond")


def reliability(curves: Mapping[str, Sequence[Bin]], key: str) -> None:
    """Draw one curve for each model, and the diagonal of perfect calibration.

    Args:
        curves: Name -> what `bins` returned; at most as many as there are colours.
        key: Of the chart.
    """
    errors = ", ".join(
        f"{name} {percent(calibration_error(curve))}" for name, curve in curves.items()
    )
    figure(
        spec(curves),
        key,
        f"Reliability diagram; expected calibration error: {errors}",
        height=400 + 20 * len(curves),
    )
    st.caption(
        "On the dashed line confidence equals accuracy; below it the model is "
        "overconfident, above it underconfident. The larger a point, the more answers "
        f"it averages. Expected calibration error: {errors}."
    )


def spec(curves: Mapping[str, Sequence[Bin]]) -> Figure:
    """Return the figure."""
    axis = {"range": [0, 102], "ticksuffix": "%", "constrain": "domain"}
    layout = {
        "xaxis": axis | {"title": {"text": "confidence"}},
        "yaxis": axis | {"title": {"text": "accuracy"}},
        "hovermode": "closest",
        "legend": LEGEND,
    }
    lines = [_line(*item, order) for order, item in enumerate(curves.items())]
    return {"data": [_diagonal(), *lines], "layout": layout}


def _diagonal() -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "perfect calibration",
        "x": [0, 100],
        "y": [0, 100],
        "line": {"color": palette.QUIET, "dash": "dash", "width": 1.5},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _line(name: str, curve: Sequence[Bin], order: int) -> dict[str, Any]:
    most = max((b.count for b in curve), default=1)
    color = palette.SERIES[order % len(palette.SERIES)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": safe(name),
        "x": [round(100 * b.confidence, 2) for b in curve],
        "y": [round(100 * b.right, 2) for b in curve],
        "customdata": [
            [b.count, round(100 * (b.right - b.confidence), 2)] for b in curve
        ],
        "hovertemplate": "confidence %{x:.1f}%<br>accuracy %{y:.1f}% "
        "(%{customdata[1]:+.1f} points)<br>n = %{customdata[0]:,} answers",
        "line": {"color": color, "width": 2},
        "cliponaxis": False,
        "marker": {
            "color": color,
            "symbol": _SYMBOLS[order % len(_SYMBOLS)],
            "size": [round(6 + 14 * sqrt(b.count / most), 1) for b in curve],
        },
    }
