"""Probabilities as lines: along a slider, or through the epochs."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.palette import BRASS, SERIES

MOST = 4  # lines that are told apart: by colour, dashes and points
_DASHES = ("solid", "dashed", "dotted", "solid")
_SYMBOLS = ("circle", "rect", "triangle", "diamond")


def along(
    lines: Mapping[str, Sequence[tuple[float, float]]], axis: str, here: float
) -> dict[str, Any]:
    """Return the curves along a slider, with a line where it stands.

    Args:
        lines: Class -> (value of the slider, probability in percent).
        axis: What the slider sets, with its unit.
        here: Its value.
    """
    points = {name: [list(point) for point in line] for name, line in lines.items()}
    spec = _chart(points, {"type": "value", "min": "dataMin", "max": "dataMax"}, axis)
    for first in spec["series"][:1]:
        first["markLine"] = {
            "silent": True,
            "symbol": "none",
            "label": {"formatter": "slider"},
            "lineStyle": {"color": BRASS, "type": "solid"},
            "data": [{"xAxis": here}],
        }
    return spec


def through(
    lines: Mapping[str, Sequence[float]], names: Sequence[str], axis: str
) -> dict[str, Any]:
    """Return one point after another, each with a name.

    Args:
        lines: Class -> probabilities in percent.
        names: Of the points.
        axis: What they are.
    """
    values = {name: list(line) for name, line in lines.items()}
    x_axis = {"type": "category", "data": list(names), "boundaryGap": False}
    return _chart(values, x_axis, axis)


def _chart(
    lines: Mapping[str, Sequence[Any]], x_axis: dict[str, Any], axis: str
) -> dict[str, Any]:
    titled = {"nameLocation": "middle"}
    return {
        "animation": False,
        "grid": {
            "left": 28,
            "right": 24,
            "top": 52,
            "bottom": 32,
            "containLabel": True,
        },
        "legend": {"type": "scroll", "top": 4, "left": 0},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.1f", "confine": True},
        "xAxis": {**x_axis, **titled, "name": axis, "nameGap": 28},
        "yAxis": {
            **titled,
            "type": "value",
            "min": 0,
            "max": 100,
            "name": "probability (%)",
            "nameGap": 38,
        },
        "series": [
            {
                "type": "line",
                "name": name,
                "data": values,
                "symbol": _SYMBOLS[place],
                "symbolSize": 6,
                "lineStyle": {"color": SERIES[place], "type": _DASHES[place]},
                "itemStyle": {"color": SERIES[place]},
            }
            for place, (name, values) in enumerate(list(lines.items())[:MOST])
        ],
    }
