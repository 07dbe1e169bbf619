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
    st.subheader("What a network sees", anchor=False)
    st.caption(
        f"A network with {card.parameters:,} parameters classifies pictures of "
        f"32 × 32 pixels. Its answer to this drawing ({said.name}):"
    )
    picture, bars = st.columns([1, 2], gap="medium")
    with picture:
        address = shown.picture(said.pixels)
        draw_pictures([Shown(address, f"Drawing of a {said.name}, 32 × 32 pixels")])
    with bars:
        class_bars(Bars(shown.shares(said.probabilities, said.classes)), 3)
    frame.link("images", "Try a picture of your own")
    return True


def _first() -> tuple[Card, Answer] | None:
    """Return the first card with a readable example, and the example."""
    for name, card in known_cards("images").items():
        try:
            return card, worked.read(checkpoint.find("images", name))
        except CheckpointError:
            continue  # runs of one's own carry none
    return None
