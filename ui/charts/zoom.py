"""A line chart to drag across: the part that is marked is shown, and stays.

The browser tells the page which part; it is kept in the session under the keys of
`keys_of`, which number fields can share.
"""

from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path

import streamlit as st

from ui.charts.base import Options
from ui.charts.lines import GRID, View
from ui.url_state import linked, put

_COMPONENT = st.components.v2.component(
    "loupe_zoom", js=Path(__file__).with_name("zoom.js").read_text(encoding="utf-8")
)
_DIGITS = 4  # significant ones, of a place that was dragged to


def keys_of(page: str, x: str) -> tuple[str, str]:
    """Return the keys of the first and the last place that are shown.

    Args:
        page: What the chart's widgets' keys begin with.
        x: The axis: another one has another zoom.
    """
    return f"{page}_from_{x}", f"{page}_to_{x}"


def kept(page: str, x: str) -> tuple[float | None, float | None]:
    """Take the part that is shown from a link, and write it into the page's own link.

    Call it before fields of these keys are drawn.

    Args:
        page: As for `keys_of`.
        x: The axis.

    Returns:
        First and last place; None where the part has no such end.
    """
    ends: list[float | None] = []
    for key in keys_of(page, x):
        with suppress(ValueError):
            place = float(linked(key) or "nan")
            if 0 <= place < inf:
                st.session_state[key] = place
        end = st.session_state.get(key)
        put(key, [] if end is None else [f"{end:g}"])
        ends.append(end)
    return ends[0], ends[1]


def draw(
    chart: Options, page: str, view: View, *, key: str, height: int, alt: str
) -> None:
    """Draw a chart of `ui.charts.lines`; call it in the page or in a fragment.

    Args:
        chart: Its options.
        page: As for `keys_of`.
        view: What it was made with.
        key: Of the chart.
        height: In pixels.
        alt: What it shows, for screen readers.
    """
    axis = chart["xAxis"]
    can_zoom = "min" in axis and view.x in axis["name"]  # not where n-grams have orders
    if can_zoom and _part(page, view.x) != view.zoom:
        st.rerun()  # all of the page: its fields of the zoom are of the part before
    with st.container(gap=None):
        st.echarts_chart(chart, height=height, key=key, alt=alt)
        if can_zoom:
            _draw_drag(chart, page, view, key)


def _draw_drag(chart: Options, page: str, view: View, key: str) -> None:
    """Let the pointer drag across a chart, and draw how to get everything back."""
    axis = chart["xAxis"]
    margins = {name: GRID[name] for name in ("left", "right", "top", "bottom")}
    data = {"chart": key, "low": axis["min"], "high": axis["max"], **margins}
    # The browser’s part is called only where something has changed.
    data["latest"] = [line["data"][-1:] for line in chart["series"]]
    remember = partial(_remember, page, view.x, key)
    _COMPONENT(key=f"{key}_zoom", data=data, on_part_change=remember)
    if view.zoom == (None, None):
        st.caption("Drag across the chart to zoom in.")
        return
    st.button(
        "Show everything",
        icon=":material/zoom_out_map:",
        key=f"{key}_whole",
        on_click=_keep,
        args=(page, view.x, (None, None)),
    )


def _remember(page: str, x: str, key: str) -> None:
    """Keep the part that was dragged across."""
    part = st.session_state[f"{key}_zoom"].part
    low, high = (None if at is None else float(f"{at:.{_DIGITS}g}") for at in part)
    _keep(page, x, (low, high))


def _keep(page: str, x: str, part: tuple[float | None, float | None]) -> None:
    for name, place in zip(keys_of(page, x), part, strict=True):
        st.session_state[name] = place


def _part(page: str, x: str) -> tuple[float | None, float | None]:
    """Return the part of a page that was chosen last; (None, None) for all."""
    first, last = keys_of(page, x)
    return st.session_state.get(first), st.session_state.get(last)
