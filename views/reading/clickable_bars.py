"""Bars from left to right whose rows are clicked, to choose what is shown below."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from ui.charts.base import axis, options

_FAINT = "4D"  # opacity behind a colour: three tenths


def bars(
    title: str, colour: str, values: Sequence[float], names: Sequence[str], open_: str
) -> dict[str, Any]:
    """Return one series; bars that are not chosen are faint once one is."""
    data = [
        {
            "value": round(value, 1),
            "itemStyle": {"color": colour if open_ in ("", name) else colour + _FAINT},
        }
        for name, value in zip(names, values, strict=True)
    ]
    return {
        "type": "bar",
        "name": title,
        "data": data,
        "itemStyle": {"color": colour},
        "label": {"show": True, "position": "right", "formatter": "{c}%"},
        "barCategoryGap": "22%",
    }


def _whole_rows(names: Sequence[str]) -> dict[str, Any]:
    """Return what is clicked: each row over its whole width, unseen.

    A bar of one percent would be too small for a finger.
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
    """Draw bars from left to right, one row for each name."""
    several = len(series) > 1
    rows = axis(
        type="category", data=list(names), inverse=True, axisTick={"show": False}
    )
    spec = options(
        [*series, _whole_rows(names)],
        axis(min=0, max=100, axisLabel={"formatter": "{value}%", "hideOverlap": True}),
        {},
        legend={
            "show": several,
            "type": "plain",
            "top": "bottom",
            "selectedMode": False,
            "data": [one["name"] for one in series],
        },
        grid={"left": 4, "top": 4, "bottom": 44 if several else 24},
        tooltip={"trigger": "axis", "axisPointer": {"type": "shadow"}},
        yAxis=[rows, rows | {"show": False}],
    )
    height = 70 + len(names) * (36 if several else 30)
    st.echarts_chart(
        spec, height=height, key=key, on_select=partial(picked, key), alt=alt
    )


def pick(field: str, names: Sequence[str], otherwise: str, key: str) -> None:
    """Choose what was clicked; a second click on it chooses everything again."""
    state = st.session_state.get(key)
    groups = state.selection.selected if state else []
    places = [place for group in groups for place in group["data_indices"]]
    if not places or places[0] >= len(names):
        return
    clicked = names[places[0]]
    again = st.session_state.get(field) == clicked
    st.session_state[field] = otherwise if again else clicked
