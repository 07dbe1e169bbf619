"""Figures -> ECharts options for the sentiment page; pure functions."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.sentiment.outcomes import Group
from ui import palette

_GRID = {"left": 30, "right": 20, "top": 44, "bottom": 30, "containLabel": True}
_SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect", "pin")


def opinion_chart(words: Sequence[str], stars: Sequence[float]) -> dict[str, Any]:
    """Return the expected stars after each word as a line.

    Args:
        words: As they stand in the review.
        stars: As many, 1 to 5.
    """
    return {
        "animation": False,
        "grid": _GRID | {"top": 20, "bottom": 40},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.2f", "confine": True},
        "xAxis": {
            "type": "category",
            "data": [word[:24] for word in words],
            "axisLabel": {"interval": 0 if len(words) <= 24 else "auto", "rotate": 45},
            "name": "after the word",
            "nameLocation": "middle",
            "nameGap": 68,
        },
        "yAxis": {
            "type": "value",
            "min": 1,
            "max": 5,
            "interval": 1,
            "name": "expected stars",
            "nameLocation": "middle",
            "nameGap": 28,
        },
        "series": [
            _line("stars", [round(star, 3) for star in stars], 0)
            | {"markLine": _neutral()}
        ],
    }


def _neutral() -> dict[str, Any]:
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": palette.QUIET, "type": "dashed"},
        "data": [{"yAxis": 3}],
    }


def groups_chart(
    of_models: Mapping[str, Sequence[Group]], x_name: str
) -> dict[str, Any]:
    """Return how often each network is right on groups of phrases, in percent.

    Args:
        of_models: Name -> groups; all have been measured on the same split.
        x_name: What the groups differ in.
    """
    names = list(dict.fromkeys(g.name for groups in of_models.values() for g in groups))
    series = []
    for place, (name, groups) in enumerate(of_models.items()):
        right = {group.name: round(100 * group.accuracy, 1) for group in groups}
        series.append(_line(name, [right.get(group) for group in names], place))
    return {
        "animation": False,
        "grid": _GRID,
        "legend": {"type": "scroll", "top": 4, "left": 0},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.1f %%", "confine": True},
        "xAxis": {
            "type": "category",
            "data": names,
            "name": x_name,
            "nameLocation": "middle",
            "nameGap": 28,
        },
        "yAxis": {
            "type": "value",
            "scale": True,
            "name": "phrases right (%)",
            "nameLocation": "middle",
            "nameGap": 34,
        },
        "series": series,
    }


def _line(name: str, heights: Sequence[float | None], place: int) -> dict[str, Any]:
    color = palette.SERIES[place % len(palette.SERIES)]
    return {
        "type": "line",
        "name": name,
        "data": list(heights),
        "symbol": _SYMBOLS[place % len(_SYMBOLS)],
        "symbolSize": 8,
        "lineStyle": {"color": color, "width": 2},
        "itemStyle": {"color": color},
        "emphasis": {"disabled": True},
    }
