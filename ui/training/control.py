"""The one button that fits a run's state: Stop, Resume, or Start again."""

import streamlit as st

from engine.runs import store
from engine.runs.launcher import LocalLauncher
from engine.runs.store import Run
from ui.notices import errors_shown


def draw_control(run: Run, state: str) -> None:
    """Draw Stop for an active run, Resume for one that left a state to resume from.

    One that ended before its first save starts again, with its data and settings.
    """
    if not store.training_allowed():
        return
    key = f"{run.experiment}_{{}}_{run.id}"
    if state in store.ACTIVE_STATES:
        stopping = (run.folder / "stop").exists()
        label = "Stopping …" if stopping else "Stop"
        if st.button(
            label,
            key=key.format("stop"),
            icon=":material/stop:",
            help="Stops within one batch. You can resume from there.",
            disabled=stopping,
        ):
            with errors_shown():
                LocalLauncher().stop(run)
    elif state != "done" and st.button(
        "Resume" if store.resumable(run) else "Start again",
        key=key.format("resume"),
        icon=":material/resume:",
    ):
        with errors_shown():
            LocalLauncher().start(run)
            st.rerun()
