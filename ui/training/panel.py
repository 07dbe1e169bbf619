"""The Train tab of every experiment: start a run, watch it, resume it."""

import streamlit as st

from engine import registry
from engine.runs import store
from engine.runs.store import Run
from ui.links.missing import told_outside
from ui.pickers import choose_one
from ui.training.afterwards import OpenInTry
from ui.training.curves import choose_look
from ui.training.following import label_of
from ui.training.form import draw_form
from ui.training.live import STEADY, draw_export, draw_live


def draw(experiment_name: str, open_in_try: OpenInTry | None = None) -> None:
    """Draw the whole Train tab of an experiment.

    Runs are read from disk, so that a reload, a second tab or another day finds
    them again.

    Args:
        experiment_name: Its name.
        open_in_try: Chooses a run's network on the Try tab; None where the key of
            its picker is `<experiment>_network`.
    """
    experiment = registry.get(experiment_name)
    st.html(STEADY)
    form, live = st.columns([1, 2], gap="large")
    with form:
        st.subheader("Train a network", anchor=False)
        if store.training_allowed():
            st.fragment(draw_form)(experiment)
        else:
            st.info(
                "Training is disabled on this server. Run `./loupe` on your own "
                "machine.",
                icon=":material/lock:",
            )
    just_started = st.session_state.pop(f"{experiment_name}_started", None)
    with live:
        runs = {run.id: run for run in store.list_runs(experiment_name)}
        if not runs:
            st.subheader("Watch it train", anchor=False)
            st.markdown(
                "No runs yet. Start one to see its learning curve here. It keeps "
                "training when you close this page, and you find it here again."
            )
            return
        picker, settings = st.columns([3, 1], vertical_alignment="bottom")
        with picker:
            run = _choose_run(experiment_name, runs, just_started)
        with told_outside(), settings:
            look = choose_look(experiment, run)
        active = store.is_active(run)
        # Redrawn by itself only while there is something new to see.
        every = 1.0 if active else None
        live_part = st.fragment(draw_live, run_every=every)
        with st.container(key=f"{experiment.name}_live"):
            live_part(experiment, run, look, open_in_try, was_active=active)
        draw_export(run)


def _choose_run(
    experiment_name: str, runs: dict[str, Run], just_started: str | None
) -> Run:
    """Draw the picker of runs; by default the newest active one, else the newest."""
    key = f"{experiment_name}_run"
    if just_started in runs:
        st.session_state[key] = just_started
    active = [name for name, run in runs.items() if store.is_active(run)]
    labels = {name: label_of(run) for name, run in runs.items()}
    chosen = choose_one("Run", labels, key, default=(active or list(runs))[0])
    return runs[chosen]
