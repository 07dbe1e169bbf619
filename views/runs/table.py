"""The table of all runs, and the curves and settings of the chosen ones."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from engine import registry
from engine.errors import LoupeError
from engine.runs import store
from engine.runs.events import Event
from engine.runs.store import Run
from ui import frame
from ui.cards import figure_kind
from ui.charts import curves, points
from ui.charts.lines import View
from ui.format import duration, words
from ui.notices import plain, show_error
from ui.pickers import choose_several
from ui.training.control import draw_control
from ui.training.curves import choose_view
from ui.training.following import events_of, label_of
from ui.training.status import standing

_WHOLE_ROWS = 10  # shown at once; a longer table scrolls
_SCROLLED_PIXELS = 390
_COMPARED = 6  # curves in one chart: as many as there are colours


def known_runs() -> list[Run]:
    """Return the runs of registered experiments, newest first."""
    return [run for run in store.list_runs() if run.experiment in registry.NAMES]


def choose(known: Sequence[Run]) -> tuple[list[Run], View]:
    """Draw the table of runs; return the chosen ones and how to draw them."""
    st.dataframe(
        [_row(run) for run in known],
        hide_index=True,
        height="content" if len(known) <= _WHOLE_ROWS else _SCROLLED_PIXELS,
        placeholder="–",
        alt="All runs, newest first",
        key="runs_table",
    )
    by_id = {run.id: run for run in known}
    picker, settings = st.columns([4, 1], vertical_alignment="bottom")
    with picker:
        labels = {run.id: _named(run) for run in known}
        chosen = choose_several(
            "Runs to show", labels, "runs_chosen", known[0].id, _COMPARED
        )
    with settings, st.popover("Chart", icon=":material/tune:", width="stretch"):
        view = choose_view("runs")
    return [by_id[run_id] for run_id in chosen], view


def draw_chosen(
    chosen: Sequence[Run], view: View, were_active: tuple[str, ...]
) -> None:
    """Draw curves, settings and buttons of the chosen runs.

    Args:
        chosen: At most as many as there are colours.
        view: How the chart is drawn.
        were_active: Ids of the runs that were active when the page was drawn.
    """
    active = tuple(run.id for run in known_runs() if store.is_active(run))
    if active != were_active:
        st.rerun()
    if not chosen:
        st.caption("Choose one or more runs to see their curves and settings.")
        return
    drawn = [curves.Curve(_named(run), events_of(run)) for run in chosen]
    st.echarts_chart(
        curves.comparison_chart(drawn, replace(view, live=bool(active))),
        height=380,
        key="runs_chart",
        alt="Training and validation loss of " + "; ".join(c.label for c in drawn),
    )
    st.caption(
        "Thick line with points: validation. Thin dotted line: training, smoothed."
    )
    if len(chosen) > 1:
        _draw_differences(chosen)
    for run in chosen:
        _draw_run(run)


def _row(run: Run) -> dict[str, Any]:
    """Return one row of the table."""
    events = events_of(run)
    now = standing(events)
    return {
        "State": store.state(run),
        "Experiment": registry.get(run.experiment).title,
        "Preset": words(run.preset),
        "Data": run.title,
        "Started": run.created[:16].replace("T", " "),
        "Epochs done": f"{now.epoch:.3g} of {now.epochs:g}" if now.epochs else None,
        "Best validation loss, nats": now.best_loss and round(now.best_loss, 4),
        "Best other metrics": _best_figures(run, events) or None,
        "Time": duration(now.seconds),
        "Run": run.id,
    }


def _draw_differences(chosen: Sequence[Run]) -> None:
    """Draw the settings in which the chosen runs differ."""
    settings = sorted({name for run in chosen for name in run.config})
    rows = {"experiment": [registry.get(run.experiment).title for run in chosen]}
    rows["preset"] = [words(run.preset) for run in chosen]
    rows["data"] = [plain(run.title) for run in chosen]
    rows |= {
        words(name): [str(run.config.get(name, "–")) for run in chosen]
        for name in settings
    }
    differing = [
        {"Setting": name, **dict(zip(map(_column, chosen), values, strict=True))}
        for name, values in rows.items()
        if len(set(values)) > 1
    ]
    st.subheader("Differences", anchor=False)
    if differing:
        st.table(differing, border="horizontal", hide_index=True)
    else:
        st.markdown("These runs have the same preset, data and settings.")


def _column(run: Run) -> str:
    """Return a run's column heading: two runs never share one."""
    return f"{plain(_named(run))} ({run.id[-4:]})"


def _named(run: Run) -> str:
    """Return a run's name among those of all experiments."""
    return f"{registry.get(run.experiment).title}: {label_of(run)}"


def _best_figures(run: Run, events: Sequence[Event]) -> str:
    """Return the best value of each validation metric beside the loss, in words."""
    best = []
    for name in points.figures(events):
        kind = figure_kind(run.experiment, name)
        top = points.best(events, name, higher=kind.higher_is_better)
        if top is not None:
            best.append(kind.say(top.values[name]))
    return ", ".join(best)


def _draw_run(run: Run) -> None:
    """Draw one run's name, state and buttons."""
    state = store.state(run)
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"runs_of_{run.id}"
    ):
        st.markdown(f"**{plain(_named(run))}**, {state}", width="stretch")
        frame.link(
            run.experiment,
            "Open on the Train tab",
            **{f"{run.experiment}_tab": "Train", f"{run.experiment}_run": run.id},
        )
        draw_control(run, state)
        if store.training_allowed() and state not in store.ACTIVE_STATES:
            _draw_delete(run)


def _draw_delete(run: Run) -> None:
    """Draw the button that deletes a run after a second confirmation."""
    with st.popover("Delete", icon=":material/delete:", key=f"runs_ask_{run.id}"):
        st.markdown(
            f"Delete **{_column(run)}** with its weights, curve and log? "
            "This cannot be undone."
        )
        if st.button("Delete run", type="primary", key=f"runs_delete_{run.id}"):
            try:
                store.delete(run)
            except LoupeError as error:
                show_error(error)
            else:
                st.rerun()
