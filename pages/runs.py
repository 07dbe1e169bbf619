"""All runs of all experiments: how they stand, their curves, their settings."""

import streamlit as st

from engine import runs
from ui import frame, runs_table
from ui.following import is_active

frame.open_page("runs")


def main() -> None:
    """Draw the table; below it, what concerns the runs chosen in it."""
    known = runs.list_runs()
    if not known:
        st.info(
            "No run yet. Start one on an experiment's page, under Train, or with "
            "`./loupe train language --preset quick`.",
            icon=":material/info:",
        )
        frame.link("language", "Train a network that writes", language_tab="Train")
        return
    working = [run.id for run in known if is_active(run)]
    chosen, view = runs_table.choose(known)
    every = 2.0 if working else None
    st.fragment(runs_table.draw_chosen, run_every=every)(chosen, view, tuple(working))


main()
