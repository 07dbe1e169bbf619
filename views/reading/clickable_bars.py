"""Horizontal bars whose rows can be clicked, to choose what is shown below."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from ui.charts.base import axis, options
from ui.charts.theme import ink

_FAINT = "4D"  # opacity behind a colour: three tenths


def bars(
    title: str, colour: str, values: Sequence[float], names: Sequence[str], chosen: str
) -> dict[str, Any]:
    """Return one series; once a bar is chosen, the others are faint."""
    data = [
        {
            "value": round(value, 1),
            "itemStyle": {"color": colour if chosen in ("", name) else colour + _FAINT},
        }
        for name, value in zip(names, values, strict=True)
    ]
    return {
        "type": "bar",
        "name": title,
        "data": data,
        "itemStyle": {"color": colour},
        "label": {
            "show": True,
            "position": "right",
            "formatter": "{c}%",
            "color": ink(),
        },
        "barCategoryGap": "22%",
    }


def _click_targets(names: Sequence[str]) -> dict[str, Any]:
    """Return invisible bars over the whole width of each row.

    A bar of one percent would be too small to touch.
    """
    return {
        "type": "bar",
        "yAxisIndex": 1,
        "data": [100] * len(names),
        "barCategoryGap": "0%",
        "itemStyle": {"color": "transparent"},
        "emphasis": {"itemStyle": {"color": "rgba(128, 128, 128, 0.12)"}},
        "select": {"itemStyle": {"borderWidth": 0}},
        "selectedMode": "single",
        "tooltip": {"show": False},
        "z": 5,
    }


def chart(
    names: Sequence[str],
    series: Sequence[Mapping[str, Any]],
    key: str,
    picked: partial[None],
    alt: str,
) -> None:
    """Draw horizontal bars, one row for each name."""
    several = len(series) > 1
    rows = axis(
        type="category", data=list(names), inverse=True, axisTick={"show": False}
    )
    spec = options(
        [*series, _click_targets(names)],
        axis(min=0, max=100, axisLabel={"formatter": "{value}%", "hideOverlap": True}),
        {},
        legend={
            "show": several,
            "type": "plain",
            "top": "bottom",
            "selectedMode": False,
            "data": [each["name"] for each in series],
        },
        grid={"left": 4, "top": 4, "bottom": 44 if several else 24},
        tooltip={
            "trigger": "axis",
            "valueFormatter": "%.1f%%",
            "confine": True,
            "axisPointer": {"type": "shadow"},
        },
        yAxis=[rows, rows | {"show": False}],
    )
    height = 70 + len(names) * (36 if several else 30)
    st.echarts_chart(
        spec, height=height, key=key, on_select=partial(picked, key), alt=alt
    )


def pick(field: str, names: Sequence[str], default: str, key: str) -> None:
    """Choose the clicked row; clicking it again goes back to the default."""
    state = st.session_state.get(key)
    groups = state.selection.selected if state else []
    indices = [i for group in groups for i in group["data_indices"]]
    if not indices or indices[0] >= len(names):
        return
    clicked = names[indices[0]]
    was_chosen = st.session_state.get(field) == clicked
    st.session_state[field] = default if was_chosen else clicked
