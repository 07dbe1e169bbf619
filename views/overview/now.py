"""The end of the overview: the runs that are active on this machine."""

import streamlit as st

from engine.runs import store
from ui import frame
from ui.notices import plain
from ui.training.following import events_of, label_of
from ui.training.status import standing


def draw() -> None:
    """Draw the active runs, each with its progress."""
    st.subheader("Running now", anchor=False)
    for page in frame.pages():
        if page.name == "runs":
            frame.link(page.name, "All runs")
            st.caption(page.purpose)
    active = [run for run in store.list_runs() if store.is_active(run)]
    if not active:
        st.markdown("Nothing is training.")
        return
    for run in reversed(active):
        now = standing(events_of(run))
        queued = store.state(run) == "queued"
        words = "queued" if queued else f"epoch {now.epoch:.1f} of {now.epochs:g}"
        st.markdown(f"{plain(label_of(run))}: {words}")
        if not queued:
            st.progress(now.share)
