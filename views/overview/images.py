"""Images on the overview: a picture, and what a network said of it."""

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.images.analysis import example as worked
from engine.images.analysis import shown
from engine.images.answers import Answer
from ui import frame
from ui.charts.bars import Bars, class_bars
from ui.loading import known_cards
from views.images.html import Shown, draw_pictures


def example() -> bool:
    """Draw the first worked example; return False where there is none."""
    found = _first()
    if found is None:
        return False
    card, said = found
    st.subheader("A network saw this", anchor=False)
    st.caption(
        f"It has {card.parameters:,} parameters and gets 32 × 32 pixels of a picture. "
        f"Of these, drawn by code as a {said.name}, it says:"
    )
    picture, bars = st.columns([1, 2], gap="medium")
    with picture:
        address = shown.picture(said.pixels)
        draw_pictures([Shown(address, f"32 × 32 pixels of a {said.name}")])
    with bars:
        class_bars(Bars(shown.shares(said.probabilities, said.classes)), 3)
    frame.link("images", "Drop a picture of your own")
    return True


def _first() -> tuple[Card, Answer] | None:
    """Return the first card with a readable example, and the example."""
    for name, card in known_cards("images").items():
        try:
            return card, worked.read(checkpoint.find("images", name))
        except CheckpointError:
            continue  # runs of one's own carry none
    return None
