"""All runs of all experiments: their states, curves and settings."""

import streamlit as st

from engine import registry
from engine.runs import store
from ui import frame
from views.runs import table

frame.open_page("runs")


def main() -> None:
    """Draw the table of runs, and below it the chosen ones."""
    known = table.known_runs()
    if not known:
        st.info(
            "No runs yet. Start one on an experiment’s Train tab, or with "
            f"`./loupe train {registry.NAMES[0]} --preset quick`.",
            icon=":material/info:",
        )
        for name in registry.NAMES:
            title = registry.get(name).title
            frame.link(name, f"{title}: train a network", **{f"{name}_tab": "Train"})
        return
    active = [run.id for run in known if store.is_active(run)]
    chosen, view = table.choose(known)
    every = 2.0 if active else None
    st.fragment(table.draw_chosen, run_every=every)(chosen, view, tuple(active))


main()
