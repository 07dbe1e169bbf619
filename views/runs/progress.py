"""How far a sweep is, and the buttons that stop and resume it."""

from collections.abc import Sequence

import streamlit as st

from engine.runs import store
from engine.runs.resuming import in_shell, sweep_words
from engine.sweeps import background, groups, plan
from engine.sweeps import sweep as sweeps
from engine.sweeps.launching import Launching
from engine.sweeps.sweep import Sweep
from ui.notices import errors_shown, plain


def draw(sweep: Sweep, states: Sequence[str]) -> None:
    """Draw how far a sweep is, and the button that stops or resumes it.

    Args:
        sweep: The sweep.
        states: Of its runs.
    """
    counted = groups.counted(states) or "none has begun"
    driven = sweeps.is_active(sweep)
    active = driven or any(state in store.ACTIVE_STATES for state in states)
    with st.container(horizontal=True, vertical_alignment="center"):
        how = "chosen by Optuna" if sweep.trials else "every combination"
        st.markdown(
            f"**{plain(sweep.name)}**: {plan.count(sweep)} trainings, {how}. "
            f"{plain(counted[0].upper() + counted[1:])}.",
            width="stretch",
        )
        if active and store.training_allowed():
            stopping = sweeps.stop_requested(sweep)
            if st.button(
                "Stopping …" if stopping else "Stop the sweep",
                icon=":material/stop:",
                key=f"runs_stop_sweep_{sweep.name}",
                help="Stops all its runs within one batch. It can be resumed.",
                disabled=stopping,
            ):
                with errors_shown():
                    sweeps.stop(sweep, Launching())
                    st.rerun()
    settled = sum(s in ("done", "pruned", groups.STEERED) for s in states)
    if not driven and settled < plan.count(sweep):
        _draw_resuming(sweep)


def _draw_resuming(sweep: Sweep) -> None:
    """Draw the button that trains what is left of a sweep, and its command."""
    with st.container(horizontal=True, vertical_alignment="center"):
        command = in_shell(sweep_words(sweep.name))
        st.code(command, language="bash", width="stretch")
        if store.training_allowed() and st.button(
            "Resume the sweep",
            icon=":material/resume:",
            key=f"runs_resume_sweep_{sweep.name}",
            help="Resumes what was stopped or has failed, and trains what is missing.",
        ):
            with errors_shown():
                background.resume(sweep)
                st.rerun()
