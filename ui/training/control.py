"""The one button that fits a run's state: Stop, Resume, or Start again."""

import streamlit as st

from engine.runs import store
from engine.runs.launcher import LocalLauncher
from engine.runs.store import Run
from ui.notices import told


def draw_control(run: Run, state: str) -> None:
    """Draw Stop for a working run, Resume for one that can go on.

    One that ended before it kept anything has its data and settings still.
    """
    if not store.training_allowed():
        return
    key = f"{run.experiment}_{{}}_{run.id}"
    if state in ("queued", "running"):
        asked = (run.folder / "stop").exists()
        label = "Stopping …" if asked else "Stop"
        if st.button(
            label,
            key=key.format("stop"),
            icon=":material/stop:",
            help="Within one batch; Resume goes on from there.",
            disabled=asked,
        ):
            with told():
                LocalLauncher().stop(run)
    elif state != "done" and st.button(
        "Resume" if store.resumable(run) else "Start again",
        key=key.format("resume"),
        icon=":material/resume:",
    ):
        with told():
            LocalLauncher().start(run)
            st.rerun()
