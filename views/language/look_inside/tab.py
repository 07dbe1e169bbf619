"""Look inside: hidden units, one step, influence, surprise, memory, and the epochs."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from ui.links.bound import choose_bound
from views.language.look_inside import (
    epochs,
    held_unit,
    influence,
    memory,
    one_step,
    surprise,
    units,
)

_VIEWS = {
    "Hidden units": units.draw,
    held_unit.VIEW: held_unit.draw,
    "One step": one_step.draw,
    "Influence": influence.draw,
    "Surprise map": surprise.draw,
    "Memory": memory.draw,
    "Over the epochs": epochs.draw,
}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    view = choose_bound(
        st.segmented_control,
        "View",
        list(_VIEWS),
        default="Hidden units",
        required=True,
        key="language_view",
        label_visibility="collapsed",
        wrap=True,
        persist_state="session",
    )
    _VIEWS.get(str(view), units.draw)(card, epoch)
