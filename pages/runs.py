"""All runs of all experiments: their states, curves and settings."""

import streamlit as st

from engine import registry
from engine.runs import store
from ui import frame, sharing
from ui.training.live import STEADY
from views.runs import damaged, table

frame.open_page("runs")


def main() -> None:
    """Draw the table of runs, and below it the chosen ones."""
    sharing.draw_imported()
    runs = store.list_runs()
    damaged.draw()
    sharing.draw_import()
    if not runs:
        st.info(
            "No runs yet. Start one on an experiment’s Train tab, or with "
            f"`./loupe train {registry.NAMES[0]} --preset quick`.",
            icon=":material/info:",
        )
        for name in registry.NAMES:
            title = registry.get(name).title
            frame.link(name, f"{title}: train a network", **{f"{name}_tab": "Train"})
    active = table.now_active()
    every = 2.0 if active else None
    st.html(STEADY)
    with st.container(key="runs_live"):
        st.fragment(table.draw, run_every=every)(active)


main()
