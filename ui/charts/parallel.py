"""Parallel coordinates: the settings of many runs against what they reached.

Each run is a line through one axis for each setting. A stretch of an axis is marked by
dragging along it: the lines that miss it turn pale.
"""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

from ui import palette
from ui.charts.base import Figure, figure, safe
from ui.charts.theme import ink
from ui.format import words

_GOOD, _BAD = palette.blue(1), palette.orange(1)
_TICKS = 8  # values that are all written at an axis
_LOGARITHMIC = 10  # times the smallest value: from there on an axis is logarithmic


def parallel(
    settings: Sequence[Sequence[Any]],
    names: Sequence[str],
    reached: Sequence[float],
    title: str,
    key: str,
    *,
    higher_is_better: bool,
) -> None:
    """Draw one line for each run.

    Args:
        settings: Of each run, in the order of `names`.
        names: Of the settings.
        reached: Best validation value of each run.
        title: What that is, with its unit.
        key: Of the chart.
        higher_is_better: Whether more of it is better.
    """
    best = (max if higher_is_better else min)(reached)
    of_best = settings[reached.index(best)]
    said = ", ".join(f"{words(n)} {v}" for n, v in zip(names, of_best, strict=True))
    figure(
        spec(settings, names, reached, higher_is_better=higher_is_better),
        key,
        f"{len(reached)} runs as lines through {', '.join(map(words, names))} and "
        f"{title}. The best reached {best:.4g} with {said}.",
        height=380,
    )


def spec(
    settings: Sequence[Sequence[Any]],
    names: Sequence[str],
    reached: Sequence[float],
    *,
    higher_is_better: bool,
) -> Figure:
    """Return the figure; see `parallel`."""
    axes = [
        _axis(name, [run[place] for run in settings])
        for place, name in enumerate(names)
    ]
    # By rank: one run that failed badly would leave all others the same colour.
    ranking = sorted(set(reached), reverse=higher_is_better)
    colors = [ranking.index(value) for value in reached]
    trace = {
        "type": "parcoords",
        "dimensions": [*axes, {"label": "best", "values": list(reached)}],
        "line": {"color": colors, "colorscale": [[0, _GOOD], [1, _BAD]]},
        "labelfont": {"color": ink(), "size": 13},
        "tickfont": {"color": ink(), "size": 12},
        "rangefont": {"color": "rgba(0, 0, 0, 0)"},  # the ends are ticks already
        "unselected": {"line": {"opacity": 0.15}},
    }
    layout = {"margin": {"l": 70, "r": 80, "t": 64, "b": 24}}
    return {"data": [trace], "layout": layout}


def _axis(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """Return the axis of one setting: of numbers, linear or logarithmic, or words."""
    distinct = sorted(set(values), key=lambda v: (isinstance(v, str), v))
    numbers = all(type(value) in (int, float) for value in values)
    if not numbers:
        written = [str(value) for value in distinct]
        return _ticked(
            name, [distinct.index(v) for v in values], range(len(written)), written
        )
    if distinct[0] > 0 and distinct[-1] >= _LOGARITHMIC * distinct[0]:
        ticks = distinct if len(distinct) <= _TICKS else _powers(distinct)
        places = [log10(value) for value in ticks]
        return _ticked(
            name, [log10(v) for v in values], places, map("{:g}".format, ticks)
        )
    if len(distinct) <= _TICKS:
        return _ticked(name, values, distinct, map("{:g}".format, distinct))
    return {"label": _label(name), "values": list(values)}


def _powers(values: Sequence[float]) -> list[float]:
    """Return the ends of ascending values, and the powers of ten between them."""
    low, high = values[0], values[-1]
    powers = [10.0**p for p in range(ceil(log10(low)), floor(log10(high)) + 1)]
    return sorted({low, *powers, high})


def _label(name: str) -> str:
    """Return a setting’s name in two lines: on a phone axes are close together."""
    parts = words(name).split()
    half = (len(parts) + 1) // 2
    lines = (" ".join(parts[:half]), " ".join(parts[half:]))
    return "<br>".join(safe(line) for line in lines if line)


def _ticked(name: str, values: Any, places: Any, written: Any) -> dict[str, Any]:
    return {
        "label": _label(name),
        "values": list(values),
        "tickvals": list(places),
        "ticktext": [safe(str(word)) for word in written],
    }
