"""Language on the overview: what a network wrote, and goes on writing."""

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.language.analysis import example as worked
from engine.language.analysis.example import Example
from ui import frame
from ui.cards import title_of
from ui.notices import plain
from views.language.networks import networks
from views.overview import exhibit


def example() -> bool:
    """Draw the first worked example; return False where there is none."""
    first = _first()
    if first is None:
        return False
    card, written = first
    st.subheader("A network wrote this", anchor=False)
    st.caption(
        f"It has {card.parameters:,} parameters and was trained on nothing but "
        f"{plain(title_of(card))}, one character after the other. The bluer a "
        "character, the more probable it was; point at one to see the alternatives."
    )
    exhibit.draw(card, written)
    frame.link("language", "Give it a first line of your own")
    return True


def _first() -> tuple[Card, Example] | None:
    """Return the first card with a readable example, and the example."""
    for name, card in networks().items():
        try:
            return card, worked.read(checkpoint.find("language", name))
        except CheckpointError:
            continue  # your own runs have none
    return None
