"""From a run's events to chart options; pure functions, an empty list is valid.

The live panel, the page of all runs and a page opened next week draw a run with
the same function. The options are ECharts', as `st.echarts_chart` takes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from engine.events import Event, progress_of
from ui import palette
from ui.points import best, losses, place, smooth, thin

AXES = {
    "step": "step (batches)",
    "epoch": "epoch (passes over the data)",
    "seconds": "seconds of training",
}
_THIN = ", train"  # a compared run's second line, which the legend leaves out
_DASHES = ("solid", "dashed", "dotted")


@dataclass(frozen=True, slots=True)
class View:
    """How a chart shows its curves."""

    x: str = "epoch"  # one of AXES
    smoothing: float = 0.6  # weight of the past, 0 to 0.99
    log: bool = False  # logarithmic y axis


@dataclass(frozen=True, slots=True)
class Curve:
    """One run to draw."""

    label: str
    events: Sequence[Event]


def loss_chart(curves: Sequence[Curve], view: View) -> dict[str, Any]:
    """Return a chart of train and validation loss.

    The first curve is drawn in full: raw train loss faint, smoothed on top,
    validation with its points and its best marked. Further ones are drawn as
    two lines each, train thin and validation thick.

    Args:
        curves: The run looked at, then those it is compared with.
        view: Axes and smoothing; smoothed before points are left out.
    """
    series = _main_lines(curves[0], view) if curves else []
    for order, curve in enumerate(curves[1:]):
        series += _compared_lines(curve, order, view)
    return _chart(series, view, "loss (nats)", log=view.log)


def comparison_chart(curves: Sequence[Curve], view: View) -> dict[str, Any]:
    """Return a chart of several runs that are all treated alike."""
    series = []
    for order, curve in enumerate(curves):
        series += _compared_lines(curve, order, view)
    return _chart(series, view, "loss (nats)", log=view.log)


def learning_rate_chart(curve: Curve, view: View) -> dict[str, Any]:
    """Return a chart of the step size over the training."""
    seen = progress_of(curve.events, "train")
    line = thin([(place(e, view.x), e.learning_rate) for e in seen])
    look = {"color": palette.LEARNING_RATE, "width": 2}
    series = [_line("learning rate", line, look)] if line else []
    return _chart(series, view, "learning rate", log=False)


def _main_lines(curve: Curve, view: View) -> list[dict[str, Any]]:
    """Return raw and smoothed train loss, and validation with its best."""
    raw = losses(curve.events, "train", view.x)
    series = []
    if raw and view.smoothing:
        look = {"color": palette.TRAIN, "width": 1, "opacity": 0.3}
        series.append(_line("train, raw", thin(raw), look))
    if raw:
        look = {"color": palette.TRAIN, "width": 2}
        series.append(_line("train", thin(smooth(raw, view.smoothing)), look))
    measured = losses(curve.events, "validation", view.x)
    if measured:
        look = {"color": palette.VALIDATION, "width": 2}
        line = _line("validation", thin(measured), look, points=True)
        line["markPoint"] = _best_mark(curve.events, view.x)
        series.append(line)
    return series


def _best_mark(events: Sequence[Event], axis: str) -> dict[str, Any]:
    """Return the mark of the lowest validation loss."""
    lowest = best(events)
    assert lowest is not None, "called for events with a validation only"
    loss = lowest.values["loss"]
    return {
        "symbol": "diamond",
        "symbolSize": 13,
        "itemStyle": {"color": palette.BRASS},
        "label": {
            "formatter": "best",  # its value stands above the chart
            "position": "top",
            "distance": 6,
            "color": palette.BRASS,
            "fontWeight": "bold",
        },
        "data": [{"coord": [place(lowest, axis), loss]}],
        "animation": False,
    }


def _compared_lines(curve: Curve, order: int, view: View) -> list[dict[str, Any]]:
    """Return a run's two lines: train thin, validation thick with points."""
    # From the third colour on: the first two are train's and validation's.
    color = palette.SERIES[(order + 2) % len(palette.SERIES)]
    dash = _DASHES[(order // len(palette.SERIES)) % len(_DASHES)]
    train = smooth(losses(curve.events, "train", view.x), view.smoothing)
    measured = losses(curve.events, "validation", view.x)
    thick = {"color": color, "width": 2, "type": dash}
    faint = {"color": color, "width": 1, "type": "dotted", "opacity": 0.8}
    lines = []
    if measured:
        lines.append(_line(curve.label, thin(measured), thick, points=True))
    if train:
        lines.append(_line(curve.label + _THIN, thin(train), faint))
    return lines


def _line(
    name: str,
    data: Sequence[tuple[float, float]],
    look: dict[str, Any],
    *,
    points: bool = False,
) -> dict[str, Any]:
    """Return one line of a chart."""
    return {
        "type": "line",
        "name": name,
        "data": [list(point) for point in data],
        "showSymbol": points,
        "symbol": "circle",
        "symbolSize": 5,
        "lineStyle": look,
        "itemStyle": {"color": look["color"]},
        "emphasis": {"disabled": True},
    }


def _chart(
    series: list[dict[str, Any]], view: View, y_name: str, *, log: bool
) -> dict[str, Any]:
    """Return lines with axes, a legend and a tooltip."""
    return {
        "animation": False,  # a new point each second would never come to rest
        "grid": {
            "left": 30,
            "right": 20,
            "top": 44,
            "bottom": 28,
            "containLabel": True,
        },
        "legend": {
            "type": "scroll",
            "top": 4,
            "left": 0,
            "right": 90,
            "data": [
                line["name"] for line in series if not line["name"].endswith(_THIN)
            ],
        },
        "tooltip": {"trigger": "axis", "valueFormatter": "%.4g", "confine": True},
        "xAxis": {
            "type": "value",
            "name": AXES[view.x],
            "nameLocation": "middle",
            "nameGap": 28,
            "scale": True,
        },
        "yAxis": {
            "name": y_name,
            "nameLocation": "middle",
            "nameGap": 44,
            "scale": True,
            **(_log_scale(series) if log else {"type": "value"}),
        },
        "series": series,
    }


def _log_scale(series: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a logarithmic axis around the data.

    By itself it would reach from 1 to 10, and all losses lie in a third of that.
    """
    values = [y for line in series for _, y in line["data"] if y > 0]
    axis: dict[str, Any] = {"type": "log", "logBase": 2}
    if values:
        low, high = 9.5 * min(values), 10.5 * max(values)
        axis |= {"min": max(0.01, floor(low) / 10), "max": ceil(high) / 10}
    return axis
