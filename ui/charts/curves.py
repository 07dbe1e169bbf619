"""From a run's events to chart options; pure functions, an empty list is valid.

The live panel, the page of all runs and a page opened next week draw a run with
the same function. The options are ECharts', as `st.echarts_chart` takes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.experiment import FigureKind
from engine.runs.events import Event, progress_of
from engine.runs.facts import baselines_of
from ui import palette
from ui.charts.lines import THIN, View, best_mark, chart, line_of, small_mark
from ui.charts.points import (
    best,
    counts_orders,
    overfitting,
    place,
    smooth,
    thin,
    values,
)

_ORDER = "order"
_MOST_MARKED = 4  # runs in one chart: the marks of more would hide each other
_DASHES = ("solid", "dashed", "dotted")


@dataclass(frozen=True, slots=True)
class Curve:
    """One run to draw."""

    label: str
    events: Sequence[Event]

    @property
    def counts_orders(self) -> bool:
        """Whether it is of n-grams: it has orders in place of epochs."""
        return counts_orders(self.events)


def marks_in_words(count: int) -> str:
    """Return what the marks on some compared curves are; "" where there are none."""
    if count > _MOST_MARKED:
        return ""
    return (
        "Diamond: the lowest validation loss. Hover or tap it to see whether "
        "overfitting starts there."
    )


def loss_chart(curves: Sequence[Curve], view: View) -> dict[str, Any]:
    """Return a chart of train and validation loss.

    The first curve is drawn in full: raw train loss faint, smoothed on top,
    validation with its points and its best marked. Further ones are drawn as
    two lines each, train thin and validation thick.

    Args:
        curves: The run looked at, then those it is compared with.
        view: Axes and smoothing; smoothed before points are left out.
    """
    if not curves:
        return _loss_chart([], view)
    main, others = curves[0], curves[1:]
    view = _on_its_axis(view, main)
    series = _main_lines(main, view) + _baselines(main, view)
    for order, curve in enumerate(others):
        if main.counts_orders == curve.counts_orders:
            series += _compared_lines(curve, order, view, len(curves))
    return _loss_chart(series + _levels(others, series, view), view)


def figures_chart(
    curves: Sequence[Curve], kinds: Mapping[str, FigureKind], view: View
) -> dict[str, Any]:
    """Return a chart of validated figures that share a unit, without the loss.

    Args:
        curves: The run looked at, its best values marked, then those it is
            compared with, in the colours that they have in the loss chart.
        kinds: Name of each figure -> how it is said; all in percent, or only one.
        view: The x axis is taken from it.
    """
    view = _on_its_axis(view, curves[0])
    series = []
    for order, curve in enumerate(curves):
        for place_of, (name, kind) in enumerate(kinds.items()):
            series += _figure_line(curve, order, place_of, name, kind, view)
    first = next(iter(kinds.values()))
    title = first.title if len(kinds) == 1 else "share"
    unit = " (%)" if first.percent else ""
    tip = "%%" if first.percent else ""
    name = f"{title}{unit}"
    return chart(series, view, name, unit=tip, log=False)


def comparison_chart(curves: Sequence[Curve], view: View) -> dict[str, Any]:
    """Return a chart of several runs that are all treated alike."""
    if curves and all(curve.counts_orders for curve in curves):
        view = _on_its_axis(view, curves[0])
    series = []
    for order, curve in enumerate(curves):
        if curve.counts_orders == (view.x == _ORDER):
            series += _compared_lines(curve, order, view, len(curves))
    return _loss_chart(series + _levels(curves, series, view), view)


def learning_rate_chart(curve: Curve, view: View) -> dict[str, Any]:
    """Return a chart of the step size over the training."""
    seen = progress_of(curve.events, "train")
    line = thin([(place(e, view.x), e.learning_rate) for e in seen])
    look = {"color": palette.LEARNING_RATE, "width": 2}
    series = [line_of("learning rate", line, look)] if line else []
    return chart(series, view, "learning rate", log=False)


def _main_lines(curve: Curve, view: View) -> list[dict[str, Any]]:
    """Return raw and smoothed train loss, and validation with its best."""
    raw = values(curve.events, "train", view.x)
    series = []
    if raw and view.smoothing:
        look = {"color": palette.TRAIN, "width": 1, "opacity": 0.3}
        series.append(line_of("train, raw", thin(raw), look))
    if raw:
        look = {"color": palette.TRAIN, "width": 2}
        series.append(line_of("train", thin(smooth(raw, view.smoothing)), look))
    measured = values(curve.events, "validation", view.x)
    if measured:
        look = {"color": palette.VALIDATION, "width": 2}
        line = line_of("validation", thin(measured), look, points=True)
        spot, label = _lowest(curve, view)
        line["markPoint"] = best_mark(*spot, label)
        series.append(line)
    return series


def _lowest(curve: Curve, view: View) -> tuple[tuple[float, float], str]:
    """Return where the lowest validation loss of a run is, and what it is called."""
    lowest = best(curve.events)
    assert lowest is not None, "there is a validation"
    label = "overfitting starts here" if overfitting(curve.events) else "best"
    return (place(lowest, view.x), lowest.values["loss"]), label


def _loss_chart(series: list[dict[str, Any]], view: View) -> dict[str, Any]:
    return chart(series, view, "loss (nats)", unit=" nats", log=view.log)


def _on_its_axis(view: View, curve: Curve) -> View:
    """Return the view, of n-grams by order, without smoothing and zoom."""
    if not curve.counts_orders:
        return view
    return replace(view, x=_ORDER, smoothing=0.0, zoom=(None, None))


def _levels(
    curves: Sequence[Curve], drawn: Sequence[Mapping[str, Any]], view: View
) -> list[dict[str, Any]]:
    """Return a level line for each run that the axis does not fit: its best loss.

    Args:
        curves: In the order of their colours; those that fit the axis are left out.
        drawn: The lines of the others.
        view: The axis.
    """
    places = [x for line in drawn for x, _ in line["data"]]
    lines = []
    for order, curve in enumerate(curves):
        lowest = best(curve.events)
        if curve.counts_orders != (view.x == _ORDER) and lowest and places:
            look = {"color": _color(order), "width": 2, "type": "dashed"}
            loss = lowest.values["loss"]
            ends = [(min(places), loss), (max(places), loss)]
            lines.append(line_of(f"{curve.label}, best", ends, look))
    return lines


def _baselines(curve: Curve, view: View) -> list[dict[str, Any]]:
    """Return a level line for each baseline that the run measured."""
    places = [
        x
        for split in ("train", "validation")
        for x, _ in values(curve.events, split, view.x)
    ]
    if not places:
        return []
    look = {"color": palette.QUIET, "width": 2, "type": "dashed"}
    return [
        line_of(name, [(min(places), loss), (max(places), loss)], look)
        for name, loss in baselines_of(curve.events).items()
    ]


def _figure_line(
    curve: Curve, order: int, place_of: int, name: str, kind: FigureKind, view: View
) -> list[dict[str, Any]]:
    """Return the line of one figure of one run; none where it was never validated."""
    scale = 100 if kind.percent else 1
    points = values(curve.events, "validation", view.x, name)
    top = best(curve.events, name, higher=kind.higher_is_better)
    if top is None:
        return []
    own = palette.VALIDATION if place_of == 0 else palette.SERIES[1 + place_of]
    dash = _DASHES[place_of % len(_DASHES)]
    look = {"color": own if order == 0 else _color(order - 1), "width": 2, "type": dash}
    label = kind.title if order == 0 else f"{curve.label}, {kind.title}"
    drawn = thin([(x, scale * y) for x, y in points])
    line = line_of(label, drawn, look, points=True)
    if order == 0:
        line["markPoint"] = best_mark(place(top, view.x), scale * top.values[name])
    return [line]


def _color(order: int) -> str:
    """Return the colour of a compared run.

    From the third on: the first two are train's and validation's.
    """
    return palette.SERIES[(order + 2) % len(palette.SERIES)]


def _compared_lines(
    curve: Curve, order: int, view: View, count: int
) -> list[dict[str, Any]]:
    """Return a run's two lines: train thin, validation thick with points.

    The legend names the second, or the first where nothing was validated. The best
    validation is marked where the chart has few runs.
    """
    color = _color(order)
    dash = _DASHES[(order // len(palette.SERIES)) % len(_DASHES)]
    train = smooth(values(curve.events, "train", view.x), view.smoothing)
    measured = values(curve.events, "validation", view.x)
    thick = {"color": color, "width": 2, "type": dash}
    faint = {"color": color, "width": 1, "type": "dotted", "opacity": 0.8}
    if not measured:  # the only line of its run
        faint |= {"width": 2, "opacity": 1}
    lines = []
    if measured:
        lines.append(line_of(curve.label, thin(measured), thick, points=True))
    if measured and count <= _MOST_MARKED:
        spot, label = _lowest(curve, view)
        lines.append(small_mark(curve.label, spot, color, " nats", label))
    if train:
        name = curve.label + THIN if measured else curve.label
        lines.append(line_of(name, thin(train), faint))
    return lines
