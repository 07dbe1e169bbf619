"""The pieces of a line chart: lines, axes, legend, as `st.echarts_chart` takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, log10
from typing import Any

from ui import palette
from ui.charts.base import axis, options
from ui.charts.points import cut, nearest
from ui.charts.theme import accent

AXES = {
    "step": "step (batches)",
    "epoch": "epoch (passes over the data)",
    "seconds": "seconds of training",
}
_TITLES = AXES | {"order": "order (characters of the longest n-gram)"}
_FIRST_SHARE, _FAR = 0.05, 1.1  # of a run's first losses, see `_fitted`
_HOVERED = 200  # places of the horizontal axis that the pointer can be at
# Margins of the plot, in pixels, whatever the labels: `ui.charts.zoom` counts on them.
GRID: dict[str, Any] = {"left": 76, "right": 20, "top": 44, "bottom": 44}
GRID |= {"outerBoundsMode": "none"}
THIN = ", train"  # a compared run's second line, which the legend leaves out


@dataclass(frozen=True, slots=True)
class View:
    """How a chart shows its curves."""

    x: str = "epoch"  # one of AXES, or "order" for n-grams
    smoothing: float = 0.6  # weight of the past, 0 to 0.99
    log: bool = False  # logarithmic y axis
    # The part of the axis that is shown; None for the first and the last place.
    zoom: tuple[float | None, float | None] = (None, None)


def best_mark(x: float, y: float, label: str = "best") -> dict[str, Any]:
    """Return the mark of the best validation."""
    return {
        "symbol": "diamond",
        "symbolSize": 13,
        "itemStyle": {"color": palette.BRASS},
        "label": {
            "formatter": label,  # its value stands above the chart
            "position": "top",
            "distance": 6,
            "color": accent(),
            "fontWeight": "bold",
        },
        "data": [{"coord": [x, y]}],
    }


def small_mark(
    name: str, spot: tuple[float, float], color: str, unit: str, label: str
) -> dict[str, Any]:
    """Return the mark of the best validation of one of several runs, as a line.

    Args:
        name: Of the run’s own line: the legend hides both.
        spot: Where it is.
        color: Of the run.
        unit: Behind the value in the tooltip.
        label: Behind the unit: there is no room for it in the chart.
    """
    return line_of(name, [spot], {"color": color}, points=True) | {
        "symbol": "diamond",
        "symbolSize": 12,
        "z": 3,  # above the points of other runs
        "tooltip": {"valueFormatter": f"%.4g{unit}, {label}"},
    }


def line_of(
    name: str,
    data: Sequence[tuple[float, float]],
    look: dict[str, Any],
    *,
    points: bool = False,
) -> dict[str, Any]:
    """Return one line of a chart."""
    return {
        "type": "line",
        "name": name,
        "data": [list(point) for point in data],
        "showSymbol": points,
        "symbol": "circle",
        "symbolSize": 5,
        "lineStyle": look,
        "itemStyle": {"color": look["color"]},
        "emphasis": {"disabled": True},
    }


def chart(
    series: list[dict[str, Any]],
    view: View,
    y_name: str,
    *,
    unit: str = "",
    log: bool,
    whole: bool = False,
) -> dict[str, Any]:
    """Return lines with axes, a legend and a tooltip.

    Args:
        series: From `line_of` and `small_mark`.
        view: Axes and the part of them that is shown. The browser’s own zoom would be
            lost whenever Streamlit draws the chart again, see `ui.charts.zoom`.
        y_name: What the vertical axis measures, with its unit.
        unit: Behind each value in the tooltip.
        log: Whether it is logarithmic.
        whole: Whether first values far above the rest are shown, too.
    """
    shown = _shown(series, view)
    series = [
        line | {"data": [list(point) for point in cut(line["data"], *shown)]}
        for line in series
    ]
    if not (log or whole) and view.x != "order":  # of ten orders each one is read
        series = _fitted(series, shown)
    # The window may begin anywhere: its first label would have ten digits.
    ends = {"showMinLabel": False, "showMaxLabel": shown[1].is_integer()}
    x = axis(_TITLES[view.x], scale=True, axisLabel=ends)
    if shown[0] < shown[1]:
        x |= {"min": shown[0], "max": shown[1]}
    marks = [line for line in series if "tooltip" in line]
    named = [line for line in series if line not in marks]
    names = [line["name"] for line in named if not line["name"].endswith(THIN)]
    return options(
        [{"tooltip": {"show": False}} | line for line in series]
        + _hover_lines(series, shown),
        x,
        _heights(series, shown, y_name, unit, log=log),
        unit=f"%.4g{unit}",
        grid=GRID,
        legend={
            "type": "scroll",
            "top": 4,
            "left": 0,
            "right": 90,
            "data": names,
        },
    )


def _shown(series: list[dict[str, Any]], view: View) -> tuple[float, float]:
    """Return the part of the horizontal axis that is shown; all where it is empty."""
    places = [x for line in series for x, _ in line["data"]]
    if not places:
        return 0.0, 1.0
    low, high = view.zoom
    first, last = min(places), max(places)
    low = first if low is None else max(low, first)
    high = last if high is None else min(high, last)
    return (float(low), float(high)) if low < high else (float(first), float(last))


def _fitted(
    series: list[dict[str, Any]], shown: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return the lines without first losses far above the rest.

    The first batches may have several times the loss of all others, and the axis
    would be theirs. They are left out rather than cut off by the axis: so the axis
    still fits what is left when the chart is zoomed.
    """
    low, high = shown
    behind = low + _FIRST_SHARE * (high - low)
    rest = [y for line in series for x, y in line["data"] if behind <= x <= high]
    if not rest:
        return series
    limit = _FAR * max(rest)
    return [
        line | {"data": [[x, y] for x, y in line["data"] if y <= limit or x >= behind]}
        for line in series
    ]


def _hover_lines(
    series: list[dict[str, Any]], shown: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return an unseen copy of each line, with points at places common to all.

    A tooltip shows only the lines that have a point exactly at its place; runs report
    at different ones. Here each has its nearest value there. The copies share the
    lines' names, so that the legend hides both.
    """
    low, high = shown
    pitch = (high - low) / _HOVERED
    marks = [line for line in series if "tooltip" in line]
    lines = [line for line in series if line not in marks]
    even = {float(f"{low + pitch * i:.4g}") for i in range(_HOVERED + 1)}
    places = sorted(even | {x for mark in marks for x, _ in mark["data"]})
    unseen = {"lineStyle": {"opacity": 0}, "showSymbol": False, "silent": True}
    return [
        {
            "type": "line",
            "name": line["name"],
            "data": [list(point) for point in nearest(line["data"], places)],
            "itemStyle": line["itemStyle"],
            **unseen,
        }
        for line in lines
    ]


def _heights(
    series: list[dict[str, Any]],
    shown: tuple[float, float],
    name: str,
    unit: str,
    *,
    log: bool,
) -> dict[str, Any]:
    """Return the vertical axis."""
    y = axis(name, gap=44, scale=True)
    heights = {height for line in series for _, height in line["data"]}
    if log:
        return y | _log_scale(series, shown)
    if len(heights) == 1 and 0 not in heights:
        (height,) = heights  # by itself the axis would reach to half as much again
        low, high = 0.9 * height, min(1.1 * height, 100 if unit == "%%" else inf)
        y |= {"min": float(f"{low:.3g}"), "max": float(f"{high:.3g}")}
    return y


def _log_scale(
    series: list[dict[str, Any]], shown: tuple[float, float]
) -> dict[str, Any]:
    """Return a logarithmic axis around the data that is shown.

    By itself it would reach from 1 to 10, and all losses lie in a third of that.
    """
    low, high = shown
    heights = [
        y for line in series for x, y in line["data"] if y > 0 and low <= x <= high
    ]
    axis: dict[str, Any] = {"type": "log", "logBase": 2}
    if heights:
        low, high = 0.95 * min(heights), 10.5 * max(heights)
        step = 10.0 ** (floor(log10(low)) - 1)
        axis |= {
            "min": float(f"{floor(low / step) * step:.2g}"),
            "max": ceil(high) / 10,
        }
    return axis
