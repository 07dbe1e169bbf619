"""Runs that cannot be read: each with the reason, and a button that deletes it."""

import streamlit as st

from engine.errors import LoupeError
from engine.runs import store, unreadable
from engine.runs.unreadable import Unreadable
from ui.notices import plain, show_error

_SHOWN = 20  # at once


def draw() -> None:
    """Draw the unreadable runs; nothing where there are none."""
    bad = unreadable.unreadable_runs()
    if not bad:
        return
    head = (
        "1 run cannot be read" if len(bad) == 1 else f"{len(bad)} runs cannot be read"
    )
    with st.expander(head, icon=":material/warning:", key="runs_unreadable"):
        st.markdown(
            "The file `config.json` is damaged, or is from another version of Loupe. "
            "Restore it from a backup, or delete the run."
        )
        for each in bad[:_SHOWN]:
            _draw(each)
        if len(bad) > _SHOWN:
            st.caption(f"The first {_SHOWN} are shown.")


def _draw(bad: Unreadable) -> None:
    """Draw one run: its folder, the reason, and the button."""
    name = f"{bad.folder.parent.name}/{bad.folder.name}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(name)}**: {plain(bad.reason)}", width="stretch")
        if not store.training_allowed():
            return
        with st.popover("Delete", icon=":material/delete:", key=f"runs_ask_{name}"):
            st.markdown(
                f"Delete **{plain(name)}** with everything in it? "
                "This cannot be undone."
            )
            if st.button("Delete run", type="primary", key=f"runs_delete_{name}"):
                try:
                    unreadable.delete(bad)
                except LoupeError as error:
                    show_error(error)
                else:
                    st.rerun()
