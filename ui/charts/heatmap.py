"""A matrix with words on both sides as a heat map: to move in, and to take away.

Drawn with ECharts, which keeps its place while a page is drawn again; the words
may repeat, as those of a passage do. Hundreds of columns stay readable because a
window of them is shown, moved along with the bar below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray

from ui import palette
from ui.charts.heatmap_svg import svg
from ui.downloads import csv_text, download
from ui.notices import plain

_WINDOW = 40  # columns that are shown at once, or rows
_LEAST_LOG = 1e-4  # of the largest value: below it all is the same on a log scale
_BLUE = [palette.blue(0.02), palette.blue(0.95)]
# In small steps: half-way between orange and blue would be mud.
_BOTH = [
    *(palette.orange(0.95 * step / 10) for step in range(10, 0, -1)),
    *(palette.blue(0.95 * step / 10) for step in range(11)),
]


@dataclass(frozen=True, slots=True)
class Heat:
    """What a heat map shows."""

    values: ArrayLike  # (rows, columns)
    rows: Sequence[str]
    columns: Sequence[str]
    row_title: str  # "word of the question"
    column_title: str  # "word of the passage"
    value_title: str  # "attention"
    diverging: bool = False  # values under 0 are orange, those over it blue

    @property
    def array(self) -> NDArray[np.float64]:
        """The values as an array, (rows, columns)."""
        shape = (len(self.rows), len(self.columns))
        return np.asarray(self.values, np.float64).reshape(shape)

    def chosen(self, rows: Sequence[int], columns: Sequence[int]) -> "Heat":
        """Return the heat map of these rows and columns alone, by their places."""
        return Heat(
            self.array[np.ix_(list(rows), list(columns))],
            [self.rows[place] for place in rows],
            [self.columns[place] for place in columns],
            self.row_title,
            self.column_title,
            self.value_title,
            self.diverging,
        )


def heatmap(heat: Heat, key: str, alt: str) -> None:
    """Draw a heat map with its scale and its downloads.

    Args:
        heat: What to show.
        key: What the widgets' keys begin with; `<key>_log` stands in the URL.
        alt: What it shows in a sentence, for screen readers.
    """
    if not heat.rows or not heat.columns:
        st.caption("Nothing is left to draw: no row or no column.")
        return
    log = False
    if not heat.diverging:
        log = st.toggle(
            "Logarithmic colours",
            key=f"{key}_log",
            help="Small differences become visible, large ones shrink.",
            bind="query-params",
            persist_state="session",
        )
    st.caption(plain(f"{heat.row_title} ↓, {heat.column_title} →"))
    st.echarts_chart(spec(heat, log=bool(log)), height=height(heat), key=key, alt=alt)
    with st.container(horizontal=True):
        download(
            "Picture (SVG)",
            lambda: svg(heat.rows, heat.columns, _shares(heat, log), _title(heat)),
            "heat.svg",
            f"{key}_svg",
        )
        download("Table (CSV)", lambda: csv_text(table(heat)), "heat.csv", f"{key}_csv")


def _title(heat: Heat) -> str:
    return f"{heat.column_title} →, {heat.row_title} ↓: {heat.value_title}"


def height(heat: Heat) -> int:
    """Return the height of the chart in pixels."""
    rows = min(len(heat.rows), _WINDOW)
    return 18 + max(22 * rows, 44) + 70 + (60 if _zoom(heat) else 36)


def table(heat: Heat) -> list[dict[str, object]]:
    """Return one row for each row of the matrix; columns that repeat are numbered."""
    names = [f"{place + 1} {name}" for place, name in enumerate(heat.columns)]
    return [
        {heat.row_title: row, **dict(zip(names, values, strict=True))}
        for row, values in zip(heat.rows, heat.array.round(6).tolist(), strict=True)
    ]


def spec(heat: Heat, *, log: bool) -> dict[str, Any]:
    """Return the chart's options."""
    import pandas as pd

    array = heat.array
    places = np.indices(array.shape)
    frame = pd.DataFrame(
        {
            "x": places[1].ravel(),
            "y": places[0].ravel(),
            "colour": _shares(heat, log).ravel().round(4),
            heat.column_title: np.asarray(heat.columns, object)[places[1].ravel()],
            heat.row_title: np.asarray(heat.rows, object)[places[0].ravel()],
            heat.value_title: [f"{value:.4g}" for value in array.ravel()],
        }
    )
    return {
        "animation": False,
        "grid": {
            "left": 4,
            "right": 24 if len(heat.rows) > _WINDOW else 8,
            "top": 6,
            "bottom": 60 if len(heat.columns) > _WINDOW else 36,
            "containLabel": True,
        },
        "dataset": {"source": frame},
        "tooltip": {"confine": True},
        "xAxis": _axis(heat.columns, rotate=60),
        "yAxis": _axis(heat.rows, rotate=0) | {"inverse": True},
        "dataZoom": _zoom(heat),
        "visualMap": _scale(heat),
        "series": [
            {
                "type": "heatmap",
                "encode": {"x": 0, "y": 1, "value": 2, "tooltip": [3, 4, 5]},
                "itemStyle": {
                    "borderWidth": 0.5,
                    "borderColor": "rgba(128,128,128,.2)",
                },
                "emphasis": {
                    "itemStyle": {"borderWidth": 2, "borderColor": palette.BRASS}
                },
                "progressive": 0,
            }
        ],
    }


def _shares(heat: Heat, log: bool) -> NDArray[np.float64]:
    """Return the strength of each colour: 0 to 1, or −1 to 1 where it diverges."""
    array = heat.array
    most = float(np.nanmax(np.abs(array), initial=0.0))
    if not most:
        return np.zeros_like(array)
    shares = array / most
    if not log:
        return shares
    least = np.log10(_LEAST_LOG)
    clipped = np.clip(shares, _LEAST_LOG, 1)
    return np.asarray(1 - np.log10(clipped) / least, np.float64)


def _axis(names: Sequence[str], *, rotate: int) -> dict[str, Any]:
    return {
        "type": "category",
        "data": list(names),
        "splitArea": {"show": False},
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "axisLabel": {
            "rotate": rotate,
            "width": 78,
            "overflow": "truncate",
            "interval": 0 if len(names) <= _WINDOW else "auto",
            "hideOverlap": True,  # on a phone
        },
    }


def _zoom(heat: Heat) -> list[dict[str, Any]]:
    """Return the bars that move the window, where there is more than fits."""
    found: list[dict[str, Any]] = []
    look = {"type": "slider", "startValue": 0, "endValue": _WINDOW - 1}
    look |= {"showDetail": False, "brushSelect": False}
    if len(heat.columns) > _WINDOW:
        found.append(look | {"xAxisIndex": 0, "height": 18, "bottom": 32})
    if len(heat.rows) > _WINDOW:
        found.append(look | {"yAxisIndex": 0, "width": 18, "right": 4})
    return found


def _scale(heat: Heat) -> dict[str, Any]:
    """Return the legend of the colours, with the smallest and the largest value."""
    most = float(np.nanmax(np.abs(heat.array), initial=0.0))
    low = f"−{most:.3g}" if heat.diverging else "0"
    return {
        "type": "continuous",
        "dimension": 2,
        "min": -1 if heat.diverging else 0,
        "max": 1,
        "calculable": False,
        "hoverLink": False,
        "orient": "horizontal",
        "left": "center",
        "bottom": 0,
        "itemWidth": 12,
        "itemHeight": 120,
        "text": [f"{most:.3g} {heat.value_title}", low],
        "inactiveColor": "rgba(0, 0, 0, 0)",
        "inRange": {"color": _BOTH if heat.diverging else _BLUE},
    }
