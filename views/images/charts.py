"""Probabilities as lines: along a slider, or through the epochs."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.charts.base import axis, options
from ui.charts.theme import accent
from ui.palette import BRASS, SERIES

MOST = 4  # lines that are told apart: by colour, dashes and points
_DASHES = ("solid", "dashed", "dotted", "solid")
_SYMBOLS = ("circle", "rect", "triangle", "diamond")


def along(
    lines: Mapping[str, Sequence[tuple[float, float]]], setting: str, current: float
) -> dict[str, Any]:
    """Return probabilities along a slider, with a line at its value.

    Args:
        lines: Class -> (value of the slider, probability in percent).
        setting: What the slider sets, with its unit.
        current: Its value.
    """
    points = {name: [list(point) for point in line] for name, line in lines.items()}
    spec = _chart(points, axis(setting, min="dataMin", max="dataMax"))
    for first in spec["series"][:1]:
        first["markLine"] = {
            "silent": True,
            "symbol": "none",
            "label": {"formatter": "slider", "color": accent()},
            "lineStyle": {"color": BRASS, "type": "solid"},
            "data": [{"xAxis": current}],
        }
    return spec


def through(
    lines: Mapping[str, Sequence[float]], names: Sequence[str], title: str
) -> dict[str, Any]:
    """Return probabilities at points that have names, in order.

    Args:
        lines: Class -> probabilities in percent.
        names: Of the points.
        title: What the points are.
    """
    values = {name: list(line) for name, line in lines.items()}
    return _chart(
        values, axis(title, type="category", data=list(names), boundaryGap=False)
    )


def _chart(
    lines: Mapping[str, Sequence[Any]], x_axis: dict[str, Any]
) -> dict[str, Any]:
    return options(
        [
            {
                "type": "line",
                "name": name,
                "data": values,
                "symbol": _SYMBOLS[order],
                "symbolSize": 6,
                "lineStyle": {"color": SERIES[order], "type": _DASHES[order]},
                "itemStyle": {"color": SERIES[order]},
            }
            for order, (name, values) in enumerate(list(lines.items())[:MOST])
        ],
        x_axis,
        axis("probability (%)", gap=38, min=0, max=100),
        unit="%.1f%%",
        grid={"top": 52},
    )
