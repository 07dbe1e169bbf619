"""ECharts options for the sentiment page; pure functions."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.sentiment.outcomes import Group
from ui import palette
from ui.charts.base import LISTED, axis, options

_SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect", "pin")


def opinion_chart(words: Sequence[str], stars: Sequence[float]) -> dict[str, Any]:
    """Return the expected stars after each word as a line.

    Args:
        words: N words of the review.
        stars: N values, 1 to 5.
    """
    line = _line("expected", [round(star, 3) for star in stars], 0)
    shown = [word[:16] for word in words]
    longest = max(map(len, shown), default=0)  # at 45°, 5 pixels for each character
    return options(
        [line | {"markLine": _neutral()}],
        axis(
            "after the word",
            gap=5 * longest + 22,
            type="category",
            data=shown,
            axisLabel={"interval": 0 if len(words) <= 24 else "auto", "rotate": 45},
        ),
        axis("expected stars", min=1, max=5, interval=1),
        unit="%.2f stars",
        legend=False,
        grid={"top": 20, "bottom": 36},
    )


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
    """Return the accuracy of each network on groups of phrases, in percent.

    Args:
        of_models: Name -> groups, all measured on the same split.
        x_name: What distinguishes the groups.
    """
    names = list(dict.fromkeys(g.name for groups in of_models.values() for g in groups))
    series = []
    for order, (name, groups) in enumerate(of_models.items()):
        accuracy = {group.name: round(100 * group.accuracy, 1) for group in groups}
        series.append(_line(name, [accuracy.get(group) for group in names], order))
    return options(
        series,
        axis(x_name, type="category", data=names),
        axis("accuracy (%)", gap=34, scale=True),
        unit="%.1f%%",
        legend=LISTED,
    )


def _line(name: str, heights: Sequence[float | None], order: int) -> dict[str, Any]:
    color = palette.SERIES[order % len(palette.SERIES)]
    return {
        "type": "line",
        "name": name,
        "data": list(heights),
        "symbol": _SYMBOLS[order % len(_SYMBOLS)],
        "symbolSize": 8,
        "lineStyle": {"color": color, "width": 2},
        "itemStyle": {"color": color},
        "emphasis": {"disabled": True},
    }
