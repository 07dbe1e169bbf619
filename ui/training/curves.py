"""The charts of a run and their settings."""

from dataclasses import dataclass, replace

import streamlit as st

from engine.experiment import Experiment, FigureKind
from engine.runs import store
from engine.runs.store import Run
from ui.cards import figure_kind
from ui.charts import curves, points
from ui.charts.lines import AXES, View
from ui.training.following import events_of, label_of


@dataclass(frozen=True, slots=True)
class Look:
    """How the curve of a run is drawn."""

    view: View
    learning_rate: bool
    others: tuple[Run, ...]  # other runs in the same chart


def choose_view(page: str) -> View:
    """Draw the pickers of axis, smoothing and scale; return the choice.

    Args:
        page: What the widgets' keys begin with.
    """
    x = st.segmented_control(
        "Horizontal axis",
        list(AXES),
        default="epoch",
        required=True,
        key=f"{page}_x",
        bind="query-params",
    )
    smoothing = st.slider(
        "Smoothing",
        0.0,
        0.99,
        0.6,
        0.01,
        key=f"{page}_smoothing",
        help="Exponential smoothing of the training loss: 0 is none. The raw loss "
        "stays visible, in a lighter line.",
    )
    log = st.toggle("Logarithmic loss", key=f"{page}_log_axis", persist_state="session")
    part = st.slider(
        "Part of the run",
        0,
        100,
        (0, 100),
        format="%d%%",
        key=f"{page}_part",
        help="Zooms into the curve; the zoom stays while a run is live.",
    )
    return View(str(x or "epoch"), float(smoothing), bool(log), part)


def choose_look(experiment: Experiment, run: Run) -> Look:
    """Draw the chart's settings in a popover; return the choice."""
    name = experiment.name
    with st.popover("Chart", icon=":material/tune:", width="stretch"):
        view = choose_view(name)
        rate = st.toggle("Show the learning rate", key=f"{name}_learning_rate")
        others = {r.id: r for r in store.list_runs(name) if r.id != run.id}
        chosen = st.multiselect(
            "Compare with",
            list(others),
            format_func=lambda other: label_of(others[other]),
            key=f"{name}_compare",
            placeholder="Other runs" if others else "No other runs yet",
            disabled=not others,
        )
    return Look(view, rate, tuple(others[o] for o in chosen if o in others))


def draw_curves(run: Run, look: Look, summary: str) -> None:
    """Draw the loss, the other validation metrics and, if chosen, the learning rate.

    Args:
        run: The run.
        look: How its curve is drawn.
        summary: What the chart shows, in a few words for screen readers.
    """
    drawn = [curves.Curve(label_of(r), events_of(r)) for r in (run, *look.others)]
    view = replace(look.view, live=store.is_active(run))
    st.echarts_chart(
        curves.loss_chart(drawn, view),
        height=360,
        key=f"{run.experiment}_loss_chart",
        alt=f"Training and validation loss of {label_of(run)}: {summary}",
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
