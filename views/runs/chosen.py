"""The chosen runs: their curves, what differs in their settings, and their buttons."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine import registry
from engine.errors import LoupeError
from engine.runs import store
from engine.runs.facts import rate_changed_in_words
from engine.runs.published import PublishedRun
from engine.runs.store import Run
from ui import frame, sharing
from ui.charts import curves, zoom
from ui.charts.lines import View
from ui.format import words
from ui.notices import plain, show_error
from ui.training import describe
from ui.training.control import draw_control
from ui.training.following import events_of, labels_of
from ui.training.starting import draw_again
from views.runs.row import named, state_of

CHOSEN = "runs_chosen"  # their ids, in the URL and, with an underscore, in the session
_COMPARED = 6  # curves in one chart: as many as there are colours


def draw(chosen: Sequence[Run], view: View) -> None:
    """Draw curves, settings and buttons of the chosen runs.

    Args:
        chosen: Any number; the first six are drawn, all can be deleted.
        view: How the chart is drawn.
    """
    if not chosen:
        st.caption("Select one or more rows to see their curves and settings.")
        return
    shown = chosen[:_COMPARED]
    labels = labels_of(shown, named if len({r.experiment for r in shown}) > 1 else None)
    if len(chosen) > 1:
        _draw_delete_all(chosen)
    drawn = [
        curves.Curve(label, events_of(run))
        for run, label in zip(shown, labels, strict=True)
    ]
    draw_chart = curves.loss_chart if len(drawn) == 1 else curves.comparison_chart
    zoom.draw(
        draw_chart(drawn, view),
        "runs",
        view,
        key="runs_chart",
        height=380,
        alt="Training and validation loss of " + "; ".join(c.label for c in drawn),
    )
    if len(drawn) > 1:
        st.caption(
            "Thick line with points: validation. Thin dotted line: training, smoothed. "
            f"{curves.marks_in_words(len(drawn))} "
            "Runs of n-grams have no epochs: a dashed line at their best loss."
        )
        _draw_differences(shown, labels)
    if len(chosen) > _COMPARED:
        st.caption(f"The first {_COMPARED} of {len(chosen)} selected runs are shown.")
    for run, label in zip(shown, labels_of(shown, named), strict=True):
        _draw_run(run, label)


def _draw_differences(chosen: Sequence[Run], labels: Sequence[str]) -> None:
    """Draw the settings in which the chosen runs differ; no two share a label."""
    offered = [_settings_of(run) for run in chosen]
    rows = {"experiment": [registry.get(run.experiment).title for run in chosen]}
    rows["preset"] = [words(run.preset) for run in chosen]
    rows["learning rate changed by hand"] = [
        rate_changed_in_words(events_of(run)) or "–" for run in chosen
    ]
    rows["data"] = [plain(run.title) for run in chosen]
    rows |= {
        words(name): [plain(str(values.get(name, "–"))) for values in offered]
        for name in sorted({name for values in offered for name in values})
    }
    differing = [
        {"Setting": name, **dict(zip(map(plain, labels), values, strict=True))}
        for name, values in rows.items()
        if len(set(values)) > 1
    ]
    st.subheader("Differences", anchor=False)
    if differing:
        st.table(
            differing,
            border="horizontal",
            hide_index=True,
            alt="Settings in which the chosen runs differ",
        )
    else:
        st.markdown("These runs have the same preset, data and settings.")


def _settings_of(run: Run) -> dict[str, Any]:
    """Return the settings that have an effect: n-grams have no epochs."""
    preset = registry.get(run.experiment).presets[run.preset]
    names = [setting.name for setting in preset.settings()]
    return {name: run.config[name] for name in names if name in run.config}


def _draw_run(run: Run, label: str) -> None:
    """Draw one run's name, state and buttons; no two share a label."""
    state = state_of(run)
    key = run.id.replace("/", "_")
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"runs_of_{key}"
    ):
        st.markdown(f"**{plain(label)}**, {state}", width="stretch")
        if isinstance(run, PublishedRun):
            frame.link(
                run.experiment,
                "Try it",
                **{f"{run.experiment}_network": run.id.partition("/")[2]},
            )
            return
        frame.link(
            run.experiment,
            "Open on the Train tab",
            **{f"{run.experiment}_tab": "Train", f"{run.experiment}_run": run.id},
        )
        sharing.draw_run_download(run, f"runs_zip_{run.id}")
        draw_control(run, state)
        if store.training_allowed():
            if not run.imported:
                draw_again(run, f"runs_again_{run.id}", _select)
            describe.draw(run)
            if state not in store.ACTIVE_STATES:
                _draw_delete([run], f"**{plain(label)}**", run.id)
    describe.draw_notes(run)


def _select(again: Run) -> None:
    """Select a run that was started, beside those that are selected."""
    others = [id for id in st.session_state.get(f"_{CHOSEN}", ()) if id != again.id]
    st.session_state[f"_{CHOSEN}"] = [again.id, *others]


def _draw_delete_all(chosen: Sequence[Run]) -> None:
    """Draw the button that deletes all selected runs that have ended."""
    ended = [run for run in chosen if state_of(run) in _ENDED]
    if len(ended) < 2 or not store.training_allowed():
        return
    what = f"these **{len(ended)} runs**"
    if kept := len(chosen) - len(ended):
        are = "that is" if kept == 1 else "that are"
        what = f"{what}, not the {kept} selected {are} active or included,"
    _draw_delete(ended, what, "all")


_ENDED = tuple(state for state in store.STATES if state not in store.ACTIVE_STATES)


def _draw_delete(runs: Sequence[Run], what: str, key: str) -> None:
    """Draw the button that deletes runs after a second confirmation.

    Args:
        runs: They have ended.
        what: Which they are, in words.
        key: Ends the widgets' keys.
    """
    several = len(runs) > 1
    label = f"Delete {len(runs)} runs" if several else "Delete"
    with st.popover(label, icon=":material/delete:", key=f"runs_ask_{key}"):
        st.markdown(
            f"Delete {what} with weights, curve and log? This cannot be undone."
        )
        sure = "Delete runs" if several else "Delete run"
        if st.button(sure, type="primary", key=f"runs_delete_{key}"):
            try:
                for run in runs:
                    store.delete(run)
            except LoupeError as error:
                show_error(error)
            else:
                st.rerun()
