"""One theme for both chart libraries, and how their charts are drawn.

ECharts draws what moves and what a page shows first; `options` makes every one of
its option objects. Plotly draws what is explored, and is loaded by the browser only
with the first such chart; `figure` draws every one. Both take their fonts, papers
and colour scales from .streamlit/config.toml, for light and dark, because Streamlit
hands them over; what is set here is the rest.

Plotly's figures are plain dicts: importing its Python objects would slow down every
page that draws none.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from ui.charts.theme import ink

Options = dict[str, Any]
Figure = dict[str, Any]

_NAME = 28  # pixels that the name of an axis needs beside its labels
_LEGEND = 44  # and a legend above the chart
_BUTTONS = ["select2d", "lasso2d", "zoom2d", "toggleSpikelines"]
# A legend with one name a row: of long names a phone would show the first alone.
LISTED: Options = {"type": "plain", "orient": "vertical", "itemGap": 6}
_ROW = 20  # pixels
_PICTURES = ("PNG", "SVG")
# Below the plot: above it is the tool bar.
LEGEND: Figure = {"orientation": "h", "x": 0, "y": 0, "yref": "container"}
LEGEND |= {"yanchor": "bottom"}


def options(
    series: Sequence[Mapping[str, Any]],
    x: Mapping[str, Any],
    y: Mapping[str, Any],
    *,
    unit: str = "%.4g",
    trigger: str = "axis",
    legend: bool | Mapping[str, Any] = True,
    grid: Mapping[str, Any] | None = None,
    **more: Any,
) -> Options:
    """Return the options of an ECharts chart, as `st.echarts_chart` takes them.

    Nothing is animated: a chart that gets a new point each second would never come
    to rest. Labels never leave the picture, and a tooltip never leaves the screen.
    Words are in the colour of text, here and in `axis`: Streamlit's theme would draw
    them in a grey that has 3.6:1 on the light paper.

    Args:
        series: What is drawn.
        x: The horizontal axis, from `axis`.
        y: The vertical axis, from `axis`.
        unit: Format of a value in the tooltip, printf's with its unit.
        trigger: "axis" for a tooltip of all values at one x, "item" for one point's.
        legend: Whether there is a legend above the chart, LISTED for one of long names,
            or what differs in it.
        grid: Margins that differ from the usual ones, in pixels.
        **more: Further parts of the options; they replace the usual ones.
    """
    across = dict(x)
    rows = len(series) if legend is LISTED else 1
    if trigger == "axis" and x.get("name"):  # “epoch: 2.5” above the values, not “2.5”
        across["axisPointer"] = {"label": {"formatter": f"{x['name']}: {{value}}"}}
    return {
        "animation": False,
        "grid": {
            "left": _NAME if y.get("name") else 8,
            "right": 24,
            "top": _LEGEND + _ROW * (rows - 1) if legend else 16,
            "bottom": _NAME + 4 if x.get("name") else 8,
            "containLabel": True,
            **(grid or {}),
        },
        "legend": _legend(legend),
        "tooltip": {"trigger": trigger, "valueFormatter": unit, "confine": True},
        "xAxis": across,
        "yAxis": dict(y),
        "series": [dict(item) for item in series],
        **more,
    }


def _legend(legend: bool | Mapping[str, Any]) -> Options:
    """Return the legend of `options`."""
    words = {"color": ink()}
    return {
        "show": bool(legend),
        "type": "scroll",
        "top": 4,
        "left": 0,
        "textStyle": words,
        "pageTextStyle": words,
        "pageIconColor": ink(),
        **(legend if isinstance(legend, Mapping) else {}),
    }


def axis(name: str = "", *, gap: int = _NAME, **more: Any) -> Options:
    """Return an axis of numbers; `type="category"` and `data` make it one of names.

    Args:
        name: What it measures, with its unit.
        gap: Pixels between the axis and its name.
        **more: Further options.
    """
    words = {"color": ink()}
    named = {"name": name, "nameLocation": "middle", "nameGap": gap} if name else {}
    return {
        "type": "value",
        "nameTextStyle": words,
        **named,
        **more,
        "axisLabel": words | more.get("axisLabel", {}),
    }


def figure(
    drawn: Figure,
    key: str,
    alt: str,
    *,
    height: int,
    picture: str = "PNG",
    on_select: Callable[[], None] | None = None,
) -> None:
    """Draw a Plotly figure in the app's theme, with zoom and a camera button.

    Args:
        drawn: `data` and `layout`.
        key: Of the chart; the selection is in the session under it.
        alt: What the chart shows in a sentence, for screen readers.
        height: In pixels.
        picture: What the camera button saves, "PNG" or "SVG".
        on_select: Called when a point is clicked; without it clicks do nothing.
    """
    layout = {
        "font": {"color": ink()},
        "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
        "height": height,
        "dragmode": "pan",
        "hoverlabel": {"align": "left", "namelength": -1},
        **drawn.get("layout", {}),
    }
    for name in ("xaxis", "yaxis"):
        layout[name] = _readable(layout.get(name, {}))
    st.plotly_chart(
        {"data": drawn["data"], "layout": layout},
        key=key,
        alt=alt,
        on_select=on_select or "ignore",
        selection_mode="points",
        config={
            "displaylogo": False,
            "displayModeBar": True,
            "responsive": True,
            "scrollZoom": False,  # the wheel scrolls the page
            "modeBarButtonsToRemove": _BUTTONS,
            "toImageButtonOptions": {
                "format": picture.lower(),
                "filename": key,
                "scale": 2 if picture == "PNG" else 1,
            },
        },
    )


def _readable(axis: Mapping[str, Any]) -> Figure:
    """Return an axis with its labels and title in the colour of text.

    Streamlit's theme draws them in a grey that does not reach 4.5:1.
    """
    font = {"font": {"color": ink()}}
    return {
        "tickfont": font["font"],
        **axis,
        "title": {**axis.get("title", {}), **font},
    }


def choose_picture(key: str) -> str:
    """Draw the choice of what the camera button saves; return it.

    Plotly's tool bar saves in one format only, and a change draws the chart anew: so
    this is chosen before zooming.

    Args:
        key: Of the chart.
    """
    chosen = st.segmented_control(
        "The camera button saves",
        _PICTURES,
        default=_PICTURES[0],
        required=True,
        key=f"{key}_picture",
        help="Format of the picture that the camera button in the chart saves.",
        persist_state="session",
    )
    return str(chosen or _PICTURES[0])


def selected(key: str) -> list[Mapping[str, Any]]:
    """Return the points of a Plotly chart that were clicked, as Plotly calls them."""
    state = st.session_state.get(key)
    return list(state.selection.points) if state else []


def text_axis(names: Sequence[str], title: str = "") -> Options:
    """Return a Plotly axis whose places have names, which may repeat.

    The places are the categories, their names are written in their stead; where
    there is too little room for all, Plotly leaves some out and writes them once the
    chart is zoomed.
    """
    shown = [name if len(name) <= 16 else f"{name[:15]}…" for name in names]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [str(place) for place in range(len(names))],
        "labelalias": {str(place): safe(name) for place, name in enumerate(shown)},
        "title": {"text": title},
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
    }


def safe(words: str) -> str:
    """Return words of a user so that Plotly reads no markup in them."""
    return escape(words, quote=False)
