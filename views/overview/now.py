"""The end of the overview: the runs that are active on this machine."""

import streamlit as st

from engine.runs import store
from engine.runs.active import active_runs
from ui import frame
from ui.notices import plain
from ui.training.following import events_of, label_of
from ui.training.status import run_progress


def draw() -> None:
    """Draw the active runs, each with its progress."""
    st.subheader("Running now", anchor=False)
    for page in frame.pages():
        if page.name == "runs":
            frame.link(page.name, "All runs")
            st.caption(page.purpose)
    active = active_runs()
    if not active:
        st.markdown("Nothing is training.")
        return
    for run in reversed(active):
        now = run_progress(events_of(run))
        state = store.state(run)
        queued = state == "queued"
        words = "queued" if queued else f"epoch {now.epoch:.1f} of {now.epochs:g}"
        words += ", paused" if state == "paused" else ""
        st.markdown(f"{plain(label_of(run))}: {words}")
        if not queued:
            st.progress(now.share)
