"""The overview's last word: what trains on this machine right now."""

import streamlit as st

from engine.runs import store
from ui import frame
from ui.notices import plain
from ui.training.following import events_of, is_active, label_of
from ui.training.status import standing


def draw() -> None:
    """Draw the runs that work or wait, each with how far it is."""
    st.subheader("What runs now", anchor=False)
    for page in frame.pages():
        if page.name == "runs":
            frame.link(page.name, "All runs")
            st.caption(page.purpose)
    working = [run for run in store.list_runs() if is_active(run)]
    if not working:
        st.markdown("Nothing is training.")
        return
    for run in reversed(working):
        now = standing(events_of(run))
        waits = store.state(run) == "queued"
        words = "waits in line" if waits else f"epoch {now.epoch:.1f} of {now.epochs:g}"
        st.markdown(f"{plain(label_of(run))}: {words}")
        if not waits:
            st.progress(now.share)
