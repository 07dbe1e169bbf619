"""Starting a run once: a second click shows the one that is already under way."""

from collections.abc import Callable

import streamlit as st

from engine.runs import launcher, request
from engine.runs.store import Run
from ui import scrolling
from ui.notices import errors_shown


def start_once(active: Run | None, make: Callable[[], Run]) -> Run:
    """Make a run, start it and return it; where the same one is active, return that.

    Args:
        active: The queued or running run of the same request, if there is one.
        make: Makes the run.

    Raises:
        LoupeError: It cannot be made or started.
    """
    if active is not None:
        st.toast("This training is already under way.", icon=":material/info:")
        return active
    run = make()
    launcher.chosen().start(run)
    return run


def show_live(run: Run) -> None:
    """Choose a run on the Train tab and bring it into view, once the page is drawn."""
    st.session_state[f"{run.experiment}_started"] = run.id
    scrolling.ask(f"{run.experiment}_live", "start")


def draw_again(run: Run, key: str, show: Callable[[Run], None]) -> None:
    """Draw the button that trains the same again, as a new run.

    Args:
        run: It was trained on this machine.
        key: Of the button.
        show: Chooses the new run, or the active one of the same request.
    """
    if st.button(
        "Run again",
        icon=":material/replay:",
        key=key,
        help="Starts a new run with the same data, settings and seed.",
    ):
        with errors_shown():
            show(start_once(request.active_repeat(run), lambda: request.repeat(run)))
            st.rerun()
