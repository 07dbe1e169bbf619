"""The pieces of a line chart: lines, axes, legend, as `st.echarts_chart` takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from ui import palette
from ui.charts.base import axis, options
from ui.charts.points import nearest
from ui.charts.theme import accent

AXES = {
    "step": "step (batches)",
    "epoch": "epoch (passes over the data)",
    "seconds": "seconds of training",
}
_TITLES = AXES | {"order": "order (characters of the longest n-gram)"}
_FIRST_SHARE, _FAR = 0.05, 1.1  # of a run's first losses, see `_fitted`
_HOVERED = 200  # places of the horizontal axis that the pointer can be at
# Below a chart: the part that is shown, without the handle that ECharts adds on top.
ZOOM_BAR = {"type": "slider", "height": 16, "bottom": 4}
ZOOM_BAR |= {"showDetail": False, "brushSelect": False}
THIN = ", train"  # a compared run's second line, which the legend leaves out


@dataclass(frozen=True, slots=True)
class View:
    """How a chart shows its curves."""

    x: str = "epoch"  # one of AXES, or "order" for n-grams
    smoothing: float = 0.6  # weight of the past, 0 to 0.99
    log: bool = False  # logarithmic y axis
    part: tuple[float, float] = (0, 100)  # of the run that is shown, in percent
    live: bool = False  # drawn again and again while a run goes on


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
    zoom: bool = True,
    whole: bool = False,
) -> dict[str, Any]:
    """Return lines with axes, a legend, a tooltip and zoom.

    Args:
        series: From `line_of`.
        view: Axes and the part of the run that is shown.
        y_name: What the vertical axis measures, with its unit.
        unit: Behind each value in the tooltip.
        log: Whether it is logarithmic.
        zoom: Whether there is a bar below to zoom with. A live chart never has one:
            Streamlit resets a zoom whenever it draws the chart again, so that
            `view.part` alone says what is shown.
        whole: Whether first values far above the rest are shown, too.
    """
    shown = _shown(series, view)
    if not (log or whole) and view.x != "order":  # of ten orders each one is read
        series = _fitted(series, shown)
    zoom = zoom and not view.live
    y = axis(y_name, gap=44, scale=True)
    if log:
        y |= _log_scale(series, shown)
    names = [line["name"] for line in series if not line["name"].endswith(THIN)]
    window = {"startValue": shown[0], "endValue": shown[1]}
    return options(
        [line | {"tooltip": {"show": False}} for line in series]
        + _hover_lines(series, shown),
        # The window may begin anywhere: its first label would have ten digits.
        axis(_TITLES[view.x], scale=True, axisLabel={"showMinLabel": False}),
        y,
        unit=f"%.4g{unit}",
        grid={"left": 50, "right": 20, "bottom": 56 if zoom else 32},
        legend={"type": "scroll", "top": 4, "left": 0, "right": 90, "data": names},
        dataZoom=[ZOOM_BAR | {"show": zoom, "filterMode": "filter"} | window],
    )


def _shown(series: list[dict[str, Any]], view: View) -> tuple[float, float]:
    """Return the part of the horizontal axis that is shown."""
    places = [x for line in series for x, _ in line["data"]]
    if not places:
        return 0.0, 1.0
    first, length = min(places), max(places) - min(places)
    low, high = (first + length * percent / 100 for percent in view.part)
    return low, high


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
    places = sorted({float(f"{low + pitch * i:.4g}") for i in range(_HOVERED + 1)})
    unseen = {"lineStyle": {"opacity": 0}, "showSymbol": False, "silent": True}
    return [
        {
            "type": "line",
            "name": line["name"],
            "data": [list(point) for point in nearest(line["data"], places)],
            "itemStyle": line["itemStyle"],
            **unseen,
        }
        for line in series
    ]


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
