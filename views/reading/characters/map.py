"""The map of characters as ECharts options: pure functions."""

from typing import Any

from engine.reading.analysis.character_map import KINDS, OTHERS, CharacterMap, kind
from ui.palette import BRASS, QUIET, SERIES

_NAMES = {" ": "space", "\n": "new line", "\t": "tab", OTHERS: "all others"}
_SIGNS = {" ": "␣", "\n": "⏎", "\t": "⇥", OTHERS: "…"}
_SYMBOLS = ("circle", "rect", "diamond", "roundRect", "triangle")
_FAINT = "40"  # the last two digits of a colour: a quarter, so that signs are read


def name_of(character: str) -> str:
    """Return what a character is called where its sign could not be seen."""
    return _NAMES.get(character, character)


def spec(shown: CharacterMap, chosen: str, near: list[str]) -> dict[str, Any]:
    """Return the map: every character stands at its own place."""
    points = {
        character: [round(float(value), 3) for value in place]
        for character, place in zip(shown.characters, shown.places, strict=True)
    }
    ties = [{"coords": [points[chosen], points[other]]} for other in near]
    lines = {
        "type": "lines",
        "coordinateSystem": "cartesian2d",
        "silent": True,
        "data": ties,
        "lineStyle": {"color": QUIET, "width": 1.5, "opacity": 0.8},
        "z": 1,
    }
    axis = {"type": "value", "show": False, "min": -0.04, "max": 1.04}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 36, "bottom": 8},
        "legend": {
            "top": 0,
            "left": 0,
            "type": "scroll",
            "itemWidth": 14,
            "data": list(KINDS),
        },
        "tooltip": {"show": False},
        "xAxis": axis,
        "yAxis": axis,
        "series": [*(_series(of, points, chosen) for of in KINDS), lines],
    }


def _series(of: str, points: dict[str, list[float]], chosen: str) -> dict[str, Any]:
    """Return the characters of one kind as points with their sign in them."""
    colour, symbol = SERIES[KINDS.index(of)], _SYMBOLS[KINDS.index(of)]
    here = [one for one in points if kind(one) == of]
    look = {"color": f"{colour}{_FAINT}", "borderColor": colour, "borderWidth": 1.5}
    ring = look | {"borderColor": BRASS, "borderWidth": 4}
    looks = {one: ring if one == chosen else look for one in here}
    return {
        "type": "scatter",
        "name": of,
        "data": [
            {
                "name": _SIGNS.get(one, one),
                "value": points[one],
                "itemStyle": looks[one],
                "select": {"itemStyle": looks[one]},
            }
            for one in here
        ],
        "symbol": symbol,
        "symbolSize": 20,
        "selectedMode": "single",
        "itemStyle": look,
        # In the middle, but not called so: ECharts would choose a pale colour.
        "label": {
            "show": True,
            "formatter": "{b}",
            "fontSize": 13,
            "position": ["50%", "50%"],
            "align": "center",
            "verticalAlign": "middle",
        },
        "z": 2,
    }
