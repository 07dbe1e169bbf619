"""What to do with a run that has ended: try it, train it longer or again, name it."""

from collections.abc import Callable

import streamlit as st

from engine.runs import launcher, longer, store
from engine.runs.store import Run
from ui import frame
from ui.notices import errors_shown
from ui.training import describe
from ui.training.starting import draw_again, show_live

OpenInTry = Callable[[Run], None]
_MORE_EPOCHS = 10
_TRY = {"language": "Let it write"}
_NGRAMS = "ngrams"  # a preset with a page of its own


def draw_afterwards(run: Run, open_in_try: OpenInTry | None = None) -> None:
    """Draw the buttons of a run that has ended; none where it left no checkpoint.

    Args:
        run: It is neither queued nor running.
        open_in_try: Chooses its network on the Try tab; None for the usual picker.
    """
    if not (run.folder / "checkpoint" / "card.json").is_file():
        return
    name = run.experiment
    with st.container(horizontal=True, vertical_alignment="center"):
        if run.preset == _NGRAMS:
            frame.link(_NGRAMS, "Compare with a network")
        elif st.button(
            _TRY.get(name, "Try it"),
            type="primary",
            icon=":material/play_circle:",
            key=f"{name}_try_{run.id}",
            on_click=_open,
            args=(run, open_in_try or _choose_network),
        ):
            st.rerun()  # the whole page: another tab is open
        if store.training_allowed() and longer.can_train_longer(run):
            _draw_more(run)
        if store.training_allowed() and not run.imported:
            draw_again(run, f"{name}_again_{run.id}", show_live)
        if store.training_allowed():
            describe.draw(run)


def _draw_more(run: Run) -> None:
    """Draw the button that trains a finished run longer."""
    if st.button(
        f"Train {_MORE_EPOCHS} more epochs",
        icon=":material/forward_10:",
        key=f"{run.experiment}_more_{run.id}",
        help="Continues from the final weights and optimizer state. The learning rate "
        "stays a tenth of its peak, as the schedule has ended; one that was constant "
        "stays as it was. If the validation loss already rises, more epochs overfit "
        "further.",
    ):
        with errors_shown():
            launcher.chosen().start(longer.train_longer(run, _MORE_EPOCHS))
            show_live(run)
            st.rerun()


def _open(run: Run, choose: OpenInTry) -> None:
    """Open the Try tab with a run's network."""
    choose(run)
    st.session_state[f"{run.experiment}_tab"] = "Try"


def _choose_network(run: Run) -> None:
    st.session_state[f"{run.experiment}_network"] = run.id
