"""Several seeds of one setting as one line: their mean, and a band around it.

The runs of a sweep validate at places that depend on the clock. Each is read between
its own validations by a straight line, and their mean is drawn where all have begun.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from engine.runs.events import Event
from engine.sweeps.groups import spread
from ui import palette
from ui.charts.lines import View, chart, line_of
from ui.charts.points import cut, thin, values

MOST_BANDS = len(palette.SERIES)
_PLACES = 200  # that a mean is taken at
_FEW = 30  # points: each is marked, and none is left out
_SHADE = 0.18  # opacity of a band

Point = tuple[float, float]


def band_chart(
    groups: Mapping[str, Sequence[Sequence[Event]]],
    view: View,
    *,
    name: str,
    title: str,
    percent: bool = False,
) -> dict[str, Any]:
    """Return a chart of the mean of each group ± one standard deviation.

    Args:
        groups: Label -> the events of each of its runs; at most `MOST_BANDS`.
        view: Its axes.
        name: Of the validation metric.
        title: Of the vertical axis, with its unit.
        percent: Whether the metric is a fraction that is shown in percent.
    """
    scale, unit = (100, "%%") if percent else (1, " nats" if name == "loss" else "")
    bands: dict[str, list[tuple[float, float, float]]] = {}
    for label, runs in groups.items():
        lines = [
            [(x, scale * y) for x, y in values(events, "validation", view.x, name)]
            for events in runs
        ]
        bands[label] = mean_of(lines)
    colors = dict(zip(bands, palette.SERIES * len(bands), strict=False))
    means = [
        line_of(
            label,
            [(x, mean) for x, mean, _ in band],
            {"color": colors[label], "width": 2},
            points=len(band) <= _FEW,
        )
        for label, band in bands.items()
        if band
    ]
    few = all(len(band) <= _FEW for band in bands.values())
    drawn = chart(means, view, title, unit=unit, log=view.log, whole=few)
    kept = {s["name"]: [x for x, _ in s["data"]] for s in drawn["series"][: len(means)]}
    for label, band in bands.items():
        if kept.get(label) and any(deviation for _, _, deviation in band):
            drawn["series"] += _shades(label, band, kept[label], colors[label])
    return drawn


def mean_of(lines: Sequence[Sequence[Point]]) -> list[tuple[float, float, float]]:
    """Return x, mean and sample standard deviation (0 for one line).

    Args:
        lines: (x, y) of each run, x ascending; empty ones are left out.

    Example:
        >>> mean_of([[(0, 1.0), (2, 3.0)], [(1, 4.0), (2, 5.0)]])
        [(1.0, 3.0, 1.4142), (2.0, 4.0, 1.4142)]
    """
    lines = [line for line in lines if line]
    if not lines:
        return []
    first = max(line[0][0] for line in lines)
    last = min(line[-1][0] for line in lines)
    every = sorted({x for line in lines for x, _ in line if first <= x <= last})
    means = []
    for x, _ in thin([(x, 0.0) for x in every], _PLACES):
        at = spread([_between(line, x) for line in lines])
        assert at is not None, "there is a line"
        means.append((x, float(f"{at.mean:.5g}"), float(f"{at.deviation or 0:.5g}")))
    return means


def _between(line: Sequence[Point], x: float) -> float:
    """Return the y of a line at x, on the straight line between its points."""
    right = bisect_left(line, (x,))
    if right == 0:
        return line[0][1]
    if right == len(line):
        return line[-1][1]
    (x0, y0), (x1, y1) = line[right - 1], line[right]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def _shades(
    label: str,
    band: Sequence[tuple[float, float, float]],
    kept: Sequence[float],
    color: str,
) -> list[dict[str, Any]]:
    """Return a band as two unseen lines, one on the other, the space between shaded.

    They share the mean's name, so that the legend hides all three.

    Args:
        label: The mean's name.
        band: x, mean and deviation.
        kept: Every x of the mean's line: of a zoomed chart its part, and of many first
            points, far above the rest, none.
        color: Of the mean.
    """
    unseen = {"color": color, "width": 0, "opacity": 0}
    silent = {"stack": f"band of {label}", "silent": True, "tooltip": {"show": False}}
    silent |= {"stackStrategy": "all", "symbol": "none"}
    low = [(x, mean - deviation) for x, mean, deviation in band]
    height = [(x, 2 * deviation) for x, _, deviation in band]
    ends = min(kept), max(kept)
    low, height = (
        [point for point in cut(line, *ends) if point[0] in set(kept)]
        for line in (low, height)
    )
    return [
        line_of(label, low, unseen) | silent,
        line_of(label, height, unseen)
        | silent
        | {"areaStyle": {"color": color, "opacity": _SHADE}},
    ]
