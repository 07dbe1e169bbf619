"""The Train tab of every experiment: start a run, watch it, take it up again."""

import streamlit as st

from engine import registry, runs
from engine.experiment import Experiment
from engine.runs import Run
from ui.following import is_active, label_of
from ui.training_form import draw_form
from ui.training_live import draw_export, draw_live


def panel(experiment_name: str) -> None:
    """Draw the whole Train tab of an experiment.

    Runs are read from disk, so that a reload, a second tab or another day finds
    them again.
    """
    experiment = registry.get(experiment_name)
    form, live = st.columns([2, 5], gap="large")
    with form:
        st.subheader("Train one", anchor=False)
        if runs.training_allowed():
            st.fragment(draw_form)(experiment)
        else:
            st.info(
                "This server only shows: training is switched off. On your own "
                "machine, `./loupe` has it.",
                icon=":material/lock:",
            )
    with live:
        run = _choose_run(experiment)
        if run is None:
            st.subheader("Watch it learn", anchor=False)
            st.markdown(
                "No run yet. Start one, and its loss and what it writes appear here "
                "as it learns. It goes on when you close the page, and is found "
                "here again."
            )
            return
        active = is_active(run)
        # On its own clock while there is something new to see, and only then.
        every = 1.0 if active else None
        st.fragment(draw_live, run_every=every)(experiment, run, active)
        draw_export(run)


def _choose_run(experiment: Experiment) -> Run | None:
    """Draw the picker of runs; the newest that works, else the newest, at first."""
    known = {run.id: run for run in runs.list_runs(experiment.name)}
    if not known:
        return None
    key = f"{experiment.name}_run"
    just_started = st.session_state.pop(f"{experiment.name}_started", None)
    if just_started in known:
        st.session_state[key] = just_started
    elif st.session_state.get(key) not in known:
        st.session_state.pop(key, None)  # deleted meanwhile
    names = list(known)
    working = [name for name in names if is_active(known[name])]
    chosen = st.selectbox(
        "Run",
        names,
        index=names.index(working[0]) if working else 0,
        format_func=lambda name: label_of(known[name]),
        key=key,
        filter_mode="contains",
        bind="query-params",
        persist_state="session",
    )
    return known[str(chosen)]
