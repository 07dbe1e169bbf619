"""How sure it says it is, against how often it is right: the reliability diagram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import streamlit as st

from ui import palette
from ui.format import percent

_SYMBOLS = ("circle", "rect", "triangle", "diamond")


@dataclass(frozen=True, slots=True)
class Bin:
    """All answers whose confidence falls into one stretch."""

    count: int
    confidence: float  # mean, 0 to 1
    right: float  # share of them that were right, 0 to 1


def bins(
    confidences: Sequence[float], hits: Sequence[bool], count: int = 10
) -> list[Bin]:
    """Return the answers by confidence, in stretches of equal width; empty ones out.

    Args:
        confidences: N probabilities of the answers given, 0 to 1.
        hits: N times whether the answer was right.
        count: Stretches from 0 to 1.
    """
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(count)]
    for confidence, hit in zip(confidences, hits, strict=True):
        place = min(int(confidence * count), count - 1)
        sorted_in[max(place, 0)].append((float(confidence), bool(hit)))
    return [
        Bin(
            len(inside),
            sum(confidence for confidence, _ in inside) / len(inside),
            sum(hit for _, hit in inside) / len(inside),
        )
        for inside in sorted_in
        if inside
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """Return the mean distance between confidence and truth, 0 to 1.

    Source:
        Expected calibration error, Naeini et al. (2015), Guo et al. (2017).
    """
    total = sum(one.count for one in found)
    if not total:
        return 0.0
    return sum(one.count * abs(one.right - one.confidence) for one in found) / total


def reliability(curves: Mapping[str, Sequence[Bin]], key: str) -> None:
    """Draw one line for each model, and the diagonal of a perfectly honest one.

    Args:
        curves: Name -> what `bins` returned; at most as many as there are colours.
        key: Of the chart.
    """
    errors = ", ".join(
        f"{name} {percent(calibration_error(found))}" for name, found in curves.items()
    )
    st.echarts_chart(
        spec(curves),
        height=340,
        key=key,
        alt=f"Reliability diagram; mean distance from the diagonal: {errors}",
    )
    st.caption(
        f"On the dashed line, it is right as often as it says. Below it, it is too "
        f"sure of itself. Mean distance from the line: {errors}. The larger a point, "
        "the more answers it stands for."
    )


def spec(curves: Mapping[str, Sequence[Bin]]) -> dict[str, Any]:
    """Return the chart's options."""
    axis = {"type": "value", "min": 0, "max": 100, "nameLocation": "middle"}
    return {
        "animation": False,
        "grid": {
            "left": 28,
            "right": 20,
            "top": 40,
            "bottom": 30,
            "containLabel": True,
        },
        "legend": {"type": "scroll", "top": 4, "left": 0, "data": list(curves)},
        "tooltip": {
            "trigger": "item",
            "confine": True,
            "formatter": "{a}: {@[1]} % right where it says {@[0]} % ({@[2]} answers)",
        },
        "xAxis": axis | {"name": "how sure it says it is (%)", "nameGap": 28},
        "yAxis": axis | {"name": "how often it is right (%)", "nameGap": 38},
        "series": [
            _diagonal(),
            *(
                _line(name, place, found)
                for place, (name, found) in enumerate(curves.items())
            ),
        ],
    }


def _diagonal() -> dict[str, Any]:
    return {
        "type": "line",
        "name": "honest",
        "data": [[0, 0], [100, 100]],
        "showSymbol": False,
        "silent": True,
        "lineStyle": {"color": palette.QUIET, "type": "dashed", "width": 1.5},
        "tooltip": {"show": False},
    }


def _line(name: str, order: int, found: Sequence[Bin]) -> dict[str, Any]:
    most = max((one.count for one in found), default=1)
    color = palette.SERIES[order % len(palette.SERIES)]
    return {
        "type": "line",
        "name": name,
        "symbol": _SYMBOLS[order % len(_SYMBOLS)],
        "lineStyle": {"color": color, "width": 2},
        "itemStyle": {"color": color},
        "data": [
            {
                "value": [
                    round(100 * one.confidence, 1),
                    round(100 * one.right, 1),
                    one.count,
                ],
                "symbolSize": round(6 + 14 * sqrt(one.count / most), 1),
            }
            for one in found
        ],
    }
