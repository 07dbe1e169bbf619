"""The table of all runs, and what is drawn of the ones chosen in it."""

from collections.abc import Sequence
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
from ui.notices import plain, tell
from ui.pickers import choose_several
from ui.training.control import draw_control
from ui.training.curves import choose_view
from ui.training.following import events_of, is_active, label_of
from ui.training.status import standing

_WHOLE_ROWS = 10  # that the table shows at once; a longer one scrolls within itself
_SCROLLED_PIXELS = 390
_COMPARED = 6  # curves in one chart: as many as there are colours


def known_runs() -> list[Run]:
    """Return the runs, newest first; one of an experiment that is not here is left."""
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
            "Look at", labels, "runs_chosen", known[0].id, _COMPARED
        )
    with settings, st.popover("Chart", icon=":material/tune:", width="stretch"):
        view = choose_view("runs")
    return [by_id[run_id] for run_id in chosen], view


def draw_chosen(
    chosen: Sequence[Run], view: View, were_working: tuple[str, ...]
) -> None:
    """Draw curves, settings and buttons of the chosen runs.

    Args:
        chosen: At most as many as there are colours.
        view: How the chart is drawn.
        were_working: Ids of the runs that worked when the page was drawn.
    """
    working = tuple(run.id for run in known_runs() if is_active(run))
    if working != were_working:
        st.rerun()
    if not chosen:
        st.caption("Choose one run or several to see their curves and settings.")
        return
    drawn = [curves.Curve(_named(run), events_of(run)) for run in chosen]
    st.echarts_chart(
        curves.comparison_chart(drawn, view),
        height=380,
        key="runs_chart",
        alt="Train and validation loss of " + "; ".join(c.label for c in drawn),
    )
    st.caption("Thick, with points: validation. Thin and dotted: train, smoothed.")
    if len(chosen) > 1:
        _draw_differences(chosen)
    for run in chosen:
        _draw_run(run)


def _row(run: Run) -> dict[str, Any]:
    """Return one row of the table."""
    said = events_of(run)
    now = standing(said)
    return {
        "State": store.state(run),
        "Experiment": registry.get(run.experiment).title,
        "Preset": words(run.preset),
        "Data": run.title,
        "Started": run.created[:16].replace("T", " "),
        "Epochs done": f"{now.epoch:.3g} of {now.epochs:g}" if now.epochs else None,
        "Best validation, nats": now.best_loss and round(now.best_loss, 4),
        "Best of the rest": _best_figures(run, said) or None,
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
    st.subheader("Where they differ", anchor=False)
    if differing:
        st.table(differing, border="horizontal", hide_index=True)
    else:
        st.markdown("They have the same preset, data and settings.")


def _column(run: Run) -> str:
    """Return a run's column heading: two runs never share one."""
    return f"{plain(_named(run))} ({run.id[-4:]})"


def _named(run: Run) -> str:
    """Return what a person calls a run among those of all experiments."""
    return f"{registry.get(run.experiment).title}: {label_of(run)}"


def _best_figures(run: Run, said: Sequence[Event]) -> str:
    """Return the best of what was validated beyond the loss, in words."""
    found = []
    for name in points.figures(said):
        kind = figure_kind(run.experiment, name)
        top = points.best(said, name, higher=kind.higher_is_better)
        if top is not None:
            found.append(kind.say(top.values[name]))
    return ", ".join(found)


def _draw_run(run: Run) -> None:
    """Draw one run's name and what can be done with it."""
    state = store.state(run)
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"runs_of_{run.id}"
    ):
        st.markdown(f"**{plain(_named(run))}**, {state}", width="stretch")
        frame.link(
            run.experiment,
            "Open on its page",
            **{f"{run.experiment}_tab": "Train", f"{run.experiment}_run": run.id},
        )
        draw_control(run, state)
        if store.training_allowed() and state not in ("queued", "running"):
            _draw_delete(run)


def _draw_delete(run: Run) -> None:
    """Draw the button that deletes a run, once it was asked for twice."""
    with st.popover("Delete", icon=":material/delete:", key=f"runs_ask_{run.id}"):
        st.markdown(
            f"Delete **{_column(run)}**? Its weights, curve and log are gone for good."
        )
        if st.button("Delete it", type="primary", key=f"runs_delete_{run.id}"):
            try:
                store.delete(run)
            except LoupeError as error:
                tell(error)
            else:
                st.rerun()
