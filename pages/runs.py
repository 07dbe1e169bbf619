"""All runs of all experiments: how they stand, their curves, their settings."""

import streamlit as st

from engine import registry
from ui import frame
from ui.training.following import is_active
from views.runs import table

frame.open_page("runs")


def main() -> None:
    """Draw the table; below it, what concerns the runs chosen in it."""
    known = table.known_runs()
    if not known:
        st.info(
            "No run yet. Start one on an experiment's page, under Train, or with "
            f"`./loupe train {registry.NAMES[0]} --preset quick`.",
            icon=":material/info:",
        )
        for name in registry.NAMES:
            title = registry.get(name).title
            frame.link(name, f"{title}: train one", **{f"{name}_tab": "Train"})
        return
    working = [run.id for run in known if is_active(run)]
    chosen, view = table.choose(known)
    every = 2.0 if working else None
    st.fragment(table.draw_chosen, run_every=every)(chosen, view, tuple(working))


main()
