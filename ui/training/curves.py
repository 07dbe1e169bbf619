"""The charts of a run and their settings."""

from dataclasses import dataclass

import streamlit as st

from engine.experiment import Experiment, FigureKind
from engine.runs import store
from engine.runs.store import Run
from ui.cards import figure_kind
from ui.charts import curves, points, zoom
from ui.charts.lines import AXES, View
from ui.links.bound import choose_bound
from ui.links.slider import slide_bound
from ui.pickers import choose_several
from ui.training.following import events_of, label_of, labels_of

_MOST = 5  # other runs in a chart: with the run itself as many as there are colours


@dataclass(frozen=True, slots=True)
class Look:
    """How the curve of a run is drawn."""

    view: View
    learning_rate: bool
    others: tuple[Run, ...]  # other runs in the same chart


def choose_view(page: str, *, orders: bool = False) -> View:
    """Draw the pickers of axis, smoothing and scale; return the choice.

    Args:
        page: What the widgets' keys begin with.
        orders: Whether n-grams are shown, by their order: the axis is no choice.
    """
    x = None
    if not orders:
        x = choose_bound(
            st.segmented_control,
            "Horizontal axis",
            list(AXES),
            default="epoch",
            required=True,
            key=f"{page}_x",
        )
    smoothing = slide_bound(
        "Smoothing",
        0.0,
        0.99,
        0.6,
        0.01,
        key=f"{page}_smoothing",
        help="Exponential smoothing of the training loss: 0 is none. The raw loss "
        "stays visible, in a lighter line.",
    )
    log = st.toggle(
        "Logarithmic loss",
        key=f"{page}_log_axis",
        bind="query-params",
        persist_state="session",
    )
    part = (None, None) if orders else _choose_zoom(page, str(x))
    return View(str(x or "epoch"), float(smoothing), bool(log), part)


def _choose_zoom(page: str, x: str) -> tuple[float | None, float | None]:
    """Draw the fields of the part that is shown; return its ends, None for all.

    The link is written here and not by the browser (`bind`): what sets the fields is a
    drag in a fragment, and the next run can begin before the browser heard of it.
    """
    zoom.kept(page, x)
    first, last = (
        column.number_input(
            f"{word} {x}",
            min_value=0.0,
            value=None,
            format="%g",
            placeholder=end,
            key=key,
            help="The part of the axis that is shown, also while a run trains. "
            "Dragging across the chart sets it.",
        )
        for column, word, end, key in zip(
            st.columns(2),
            ("From", "To"),
            ("start", "end"),
            zoom.keys_of(page, x),
            strict=True,
        )
    )
    return first, last


def choose_look(experiment: Experiment, run: Run) -> Look:
    """Draw the chart's settings in a popover; return the choice."""
    name = experiment.name
    with st.popover("Chart", icon=":material/tune:", width="stretch"):
        orders = points.counts_orders(events_of(run))
        view = choose_view(name, orders=orders)
        rate = st.toggle(
            "Show the learning rate",
            key=f"{name}_learning_rate",
            bind="query-params",
        )
        others = {r.id: r for r in store.list_runs(name) if r.id != run.id}
        labels = {id: label_of(other) for id, other in others.items()}
        chosen = choose_several("Compare with", labels, f"{name}_compare", "", _MOST)
    return Look(view, rate, tuple(others[o] for o in chosen))


def draw_curves(run: Run, look: Look, summary: str) -> None:
    """Draw the loss, the other validation metrics and, if chosen, the learning rate.

    Args:
        run: The run.
        look: How its curve is drawn.
        summary: What the chart shows, in a few words for screen readers.
    """
    shown = (run, *look.others)
    drawn = [
        curves.Curve(label, events_of(r))
        for r, label in zip(shown, labels_of(shown), strict=True)
    ]
    view = look.view
    zoom.draw(
        curves.loss_chart(drawn, view),
        run.experiment,
        view,
        key=f"{run.experiment}_loss_chart",
        height=360,
        alt=f"Training and validation loss of {label_of(run)}: {summary}",
    )
    if look.others:
        st.caption(
            "Of the runs beside it, thick line with points: validation. Thin dotted "
            f"line: training, smoothed. {curves.marks_in_words(len(drawn))}".rstrip()
        )
    for kinds in shared_units(run, drawn[0]):
        titles = ", ".join(kind.title for kind in kinds.values())
        st.echarts_chart(
            curves.figures_chart(drawn, kinds, view),
            height=210,
            key=f"{run.experiment}_{'_'.join(kinds)}_chart",
            alt=f"Validation metrics of {label_of(run)}: {titles}",
        )
    if look.learning_rate:
        st.echarts_chart(
            curves.learning_rate_chart(drawn[0], view),
            height=200,
            key=f"{run.experiment}_learning_rate_chart",
            alt=f"Learning rate of {label_of(run)}",
        )


def shared_units(run: Run, curve: curves.Curve) -> list[dict[str, FigureKind]]:
    """Return the validation metrics beside the loss, grouped into charts.

    Those in percent share one chart; each of the others has its own.
    """
    names = points.figures(curve.events)
    kinds = {name: figure_kind(run.experiment, name) for name in names}
    percents = {name: kind for name, kind in kinds.items() if kind.percent}
    others = [{name: kind} for name, kind in kinds.items() if not kind.percent]
    return [percents, *others] if percents else others
