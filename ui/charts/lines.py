"""The pieces of a line chart: lines, axes, legend, as `st.echarts_chart` takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from ui import palette

AXES = {
    "step": "step (batches)",
    "epoch": "epoch (passes over the data)",
    "seconds": "seconds of training",
}
# A run's first losses may be several times those of its whole way: they leave the
# chart at the top, or nothing else could be told apart.
_FIRST_SHARE, _FAR = 0.02, 1.5
THIN = ", train"  # a compared run's second line, which the legend leaves out


@dataclass(frozen=True, slots=True)
class View:
    """How a chart shows its curves."""

    x: str = "epoch"  # one of AXES
    smoothing: float = 0.6  # weight of the past, 0 to 0.99
    log: bool = False  # logarithmic y axis


def best_mark(x: float, y: float) -> dict[str, Any]:
    """Return the mark of the best validation."""
    return {
        "symbol": "diamond",
        "symbolSize": 13,
        "itemStyle": {"color": palette.BRASS},
        "label": {
            "formatter": "best",  # its value stands above the chart
            "position": "top",
            "distance": 6,
            "color": palette.BRASS,
            "fontWeight": "bold",
        },
        "data": [{"coord": [x, y]}],
        "animation": False,
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
    series: list[dict[str, Any]], view: View, y_name: str, *, log: bool
) -> dict[str, Any]:
    """Return lines with axes, a legend and a tooltip."""
    return {
        "animation": False,  # a new point each second would never come to rest
        "grid": {
            "left": 50,
            "right": 20,
            "top": 44,
            "bottom": 28,
            "containLabel": True,
        },
        "legend": {
            "type": "scroll",
            "top": 4,
            "left": 0,
            "right": 90,
            "data": [
                line["name"] for line in series if not line["name"].endswith(THIN)
            ],
        },
        "tooltip": {"trigger": "axis", "valueFormatter": "%.4g", "confine": True},
        "xAxis": {
            "type": "value",
            "name": AXES[view.x],
            "nameLocation": "middle",
            "nameGap": 28,
            "scale": True,
        },
        "yAxis": {
            "name": y_name,
            "nameLocation": "middle",
            "nameGap": 44,
            "scale": True,
            **(_log_scale(series) if log else {"type": "value"} | _top(series)),
        },
        "series": series,
    }


def _top(series: list[dict[str, Any]]) -> dict[str, float]:
    """Return where the axis ends; nothing where it may end as it likes."""
    places = [x for line in series for x, _ in line["data"]]
    if not places:
        return {}
    begin = min(places) + _FIRST_SHARE * (max(places) - min(places))
    highest = max(y for line in series for x, y in line["data"] if x >= begin)
    first = max(y for line in series for _, y in line["data"])
    if highest <= 0 or first <= _FAR * highest:
        return {}
    step = 10.0 ** (floor(log10(highest)) - 1)
    return {"max": float(f"{ceil(1.05 * highest / step) * step:.2g}")}


def _log_scale(series: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a logarithmic axis around the data.

    By itself it would reach from 1 to 10, and all losses lie in a third of that.
    """
    heights = [y for line in series for _, y in line["data"] if y > 0]
    axis: dict[str, Any] = {"type": "log", "logBase": 2}
    if heights:
        low, high = 0.95 * min(heights), 10.5 * max(heights)
        step = 10.0 ** (floor(log10(low)) - 1)
        axis |= {
            "min": float(f"{floor(low / step) * step:.2g}"),
            "max": ceil(high) / 10,
        }
    return axis
