"""The buttons that fit a run's state: Pause, Continue, Stop, Resume, or Start again."""

from collections.abc import Callable

import streamlit as st

from engine.errors import LoupeError
from engine.runs import control, launcher, store
from engine.runs.store import Run
from ui.notices import errors_shown, show_error

_STOP = "Stops within one batch. You can resume from there."
_CANCEL = (
    "The job is saving and measuring. If it does not react, cancel it: you can resume "
    "from its last saved state."
)
_PAUSE = (
    "Waits after this batch, without using the processor. Paused, it can be trained "
    "one batch at a time."
)


def draw_control(run: Run, state: str) -> None:
    """Draw Pause or Continue, and Stop, for an active run; else Resume.

    One that ended before its first save starts again, with its data and settings.
    """
    if run.imported or not store.training_allowed():
        return
    stopping = (run.folder / "stop").exists()
    if not stopping:
        _draw_pause(run, state)
    if state in store.ACTIVE_STATES:
        cancels = stopping and launcher.of(run).can_cancel(run)
        label = "Stopping …" if stopping else "Stop"
        ask_button(
            "Cancel the job" if cancels else label,
            run,
            "stop",
            lambda: launcher.of(run).stop(run),
            icon="stop",
            help=_CANCEL if cancels else _STOP,
            disabled=stopping and not cancels,
        )
    elif state != "done" and st.button(
        "Resume" if store.resumable(run) else "Start again",
        key=f"{run.experiment}_resume_{run.id}",
        icon=":material/resume:",
    ):
        with errors_shown():
            launcher.chosen().start(run)
            st.rerun()
    if isinstance(error := st.session_state.get(_failed(run)), LoupeError):
        show_error(error)


def _draw_pause(run: Run, state: str) -> None:
    """Draw the button that lets a run wait, or go on."""
    if state == "paused":
        ask_button(
            "Continue", run, "continue", lambda: control.go_on(run), icon="play_arrow"
        )
    elif state == "running" and control.trains_in_batches(run):
        pausing = control.read(run.folder).paused
        ask_button(
            "Pausing …" if pausing else "Pause",
            run,
            "pause",
            lambda: control.pause(run),
            icon="pause",
            help=_PAUSE,
            disabled=pausing,
        )


def ask_button(
    label: str,
    run: Run,
    name: str,
    ask: Callable[[], None],
    *,
    icon: str = "",
    help: str = "",
    disabled: bool = False,
    primary: bool = False,
) -> None:
    """Draw a button that asks something of an active run.

    What it asks is done in a callback, before anything is drawn: the panel is drawn
    again each second, and a click that comes meanwhile would be lost.

    Args:
        label: On the button.
        run: The run.
        name: Between the experiment and the run in the button's key.
        ask: Raises a LoupeError where it cannot be asked; `draw_control` shows it.
        icon: Name of a Material symbol; "" for none.
        help: Its explanation.
        disabled: Whether it cannot be clicked.
        primary: Whether it is the button that is needed most.
    """
    st.button(
        label,
        key=f"{run.experiment}_{name}_{run.id}",
        icon=f":material/{icon}:" if icon else None,
        help=help or None,
        disabled=disabled,
        type="primary" if primary else "secondary",
        on_click=_ask,
        args=(run, ask),
    )


def _ask(run: Run, ask: Callable[[], None]) -> None:
    """Ask, and keep the error until the next click."""
    try:
        ask()
    except LoupeError as error:
        st.session_state[_failed(run)] = error
    else:
        st.session_state.pop(_failed(run), None)


def _failed(run: Run) -> str:
    return f"_asked_{run.id}"
