"""The map of characters, in the plane by t-SNE or in space by principal components."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine.reading.analysis.characters.character_map import (
    KINDS,
    OTHERS,
    CharacterMap,
    kind,
)
from engine.reading.analysis.characters.principal import principal
from ui.charts.base import LEGEND, Figure, choose_picture, figure, safe, selected
from ui.charts.theme import ink
from ui.format import percent
from ui.palette import BRASS, QUIET, SERIES

_NAMES = {" ": "space", "\n": "new line", "\t": "tab", OTHERS: "all others"}
_SIGNS = {" ": "␣", "\n": "⏎", "\t": "⇥", OTHERS: "…"}
_SYMBOLS = ("circle", "square", "diamond", "hexagon2", "triangle-up")
_CHART = "reading_character_map"
_NEAREST = 5  # neighbours that are joined to the chosen character
_FAINT = 0.25  # opacity of a mark, so that the sign on it is read


def name_of(character: str) -> str:
    """Return what a character is called where its sign could not be seen."""
    return _NAMES.get(character, character)


def draw_map(shown: CharacterMap, chosen: str, near: Sequence[str], field: str) -> None:
    """Draw the map with the choice of two or three dimensions.

    Args:
        shown: The characters.
        chosen: One of them.
        near: Its nearest, nearest first.
        field: Key of the select box of characters, which a click sets.
    """
    near = near[:_NEAREST]
    solid = st.toggle(
        "Three dimensions",
        key="reading_map_3d",
        help="Principal components instead of t-SNE: drag to turn, scroll to zoom.",
        bind="query-params",
        persist_state="session",
    )
    points, kept = principal(shown.vectors) if solid else (shown.places, 0.0)
    chart = st.container()
    picture = choose_picture(_CHART)
    with chart:
        figure(
            spec(shown, points.round(3).tolist(), chosen, near),
            _CHART,
            f"Map of the characters, with lines from {name_of(chosen)} to its nearest: "
            + ", ".join(map(name_of, near)),
            height=520,
            picture=picture,
            on_select=None if solid else lambda: _pick(field),
        )
    lines = f"Lines lead to the {len(near)} nearest characters"
    if solid:
        st.caption(
            "The first three principal components of the vectors’ directions, which "
            f"keep {percent(kept)} of their variance: characters that look close here "
            f"can be far apart in the other dimensions. {lines}."
        )
        return
    st.caption(
        "Projected to the plane by t-SNE: neighbours here are mostly neighbours in "
        f"{shown.vectors.shape[1]} dimensions, and the axes have no meaning. "
        f"Overlapping characters are moved slightly apart. {lines}. Click another "
        "character."
    )


def _pick(field: str) -> None:
    """Choose the character that was clicked."""
    for point in selected(_CHART)[:1]:
        st.session_state[field] = point["customdata"][0]


def spec(
    shown: CharacterMap,
    places: Sequence[Sequence[float]],
    chosen: str,
    near: Sequence[str],
) -> Figure:
    """Return the map, with lines from one character to its neighbours.

    Args:
        shown: The characters.
        places: Where they are drawn, N points of two or three numbers.
        chosen: One of them.
        near: Its nearest.
    """
    points = dict(zip(shown.characters, map(list, places), strict=True))
    solid = len(points[chosen]) == 3
    traces = [_lines(points, chosen, near)]
    traces += [
        _marks(name, points, chosen)
        for name in KINDS
        if any(kind(character) == name for character in points)
    ]
    bare = {"visible": False, "fixedrange": False}
    layout: dict[str, Any] = {
        "legend": LEGEND,
        "hovermode": "closest",
    }
    if solid:
        hidden = {"visible": False}
        layout["scene"] = {f"{axis}axis": hidden for axis in "xyz"}
        layout["scene"] |= {"aspectmode": "data", "dragmode": "orbit"}
        layout["scene"]["camera"] = {"eye": {"x": 0.8, "y": 0.8, "z": 0.5}}
    else:
        layout |= {"xaxis": bare, "yaxis": bare}
    return {"data": traces, "layout": layout}


def _lines(
    points: dict[str, list[float]], chosen: str, near: Sequence[str]
) -> dict[str, Any]:
    """Return the lines to the neighbours as one trace with gaps."""
    gap = [None] * len(points[chosen])
    route = [stop for other in near for stop in (points[chosen], points[other], gap)]
    return _trace(route) | {
        "mode": "lines",
        "line": {"color": QUIET, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marks(name: str, points: dict[str, list[float]], chosen: str) -> dict[str, Any]:
    """Return the characters of one kind as marks with their sign on them."""
    order = KINDS.index(name)
    members = [character for character in points if kind(character) == name]
    colours = [BRASS if character == chosen else SERIES[order] for character in members]
    trace = _trace([points[character] for character in members])
    # In space Plotly writes signs as they are, in the plane it reads markup.
    signs = [_SIGNS.get(character, character) for character in members]
    look = _in_space(colours) if "z" in trace else _in_plane(order, colours)
    return trace | {
        "mode": "markers+text",
        "name": name,
        "text": signs if "z" in trace else [safe(sign) for sign in signs],
        "customdata": [[name_of(c), safe(name_of(c)), name] for c in members],
        "hovertemplate": "<b>%{customdata[1]}</b> (%{customdata[2]})<extra></extra>",
        **look,
    }


def _in_plane(order: int, colours: list[str]) -> dict[str, Any]:
    """Return faint marks with their sign inside; a thick ring is the chosen one's."""
    red, green, blue = (int(SERIES[order][i : i + 2], 16) for i in (1, 3, 5))
    return {
        "textposition": "middle center",
        "textfont": {"color": ink(), "size": 13},
        "marker": {
            "symbol": _SYMBOLS[order],
            "size": 21,
            "color": f"rgba({red}, {green}, {blue}, {_FAINT})",
            "line": {
                "color": colours,
                "width": [4 if colour == BRASS else 1.5 for colour in colours],
            },
        },
        "unselected": {"marker": {"opacity": 1}},
    }


def _in_space(colours: list[str]) -> dict[str, Any]:
    """Return small marks with their sign above: in space they cover each other."""
    return {
        "textposition": "top center",
        "textfont": {"color": ink(), "size": 13},
        "marker": {
            "size": [8 if colour == BRASS else 4 for colour in colours],
            "color": colours,
            "line": {"width": 0},
        },
    }


def _trace(points: Sequence[Sequence[float | None]]) -> dict[str, Any]:
    """Return a scatter plot of points in the plane or in space."""
    axes = [list(values) for values in zip(*points, strict=True)]
    kind_of_plot = "scatter3d" if len(axes) == 3 else "scatter"
    return {"type": kind_of_plot} | dict(zip("xyz", axes, strict=False))
