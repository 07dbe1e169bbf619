"""Images on the overview: a picture and a network's answer."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.images.analysis import example as stored_example
from engine.images.analysis import rendering
from engine.images.answers import Answer
from ui import frame
from ui.charts.bars import Bars, class_bars
from ui.loading import cards_of, folder_with
from views.images.html import Figure, draw_pictures


def example() -> bool:
    """Draw the first worked example; return False where there is none."""
    first = _first()
    if first is None:
        return False
    card, answer = first
    st.subheader("What a network sees", anchor=False)
    st.caption(
        f"A network with {card.parameters:,} parameters classifies pictures of "
        f"32 × 32 pixels. Its answer to this drawing ({answer.name}):"
    )
    picture, bars = st.columns([1, 2], gap="medium")
    with picture:
        address = rendering.picture(answer.pixels)
        draw_pictures([Figure(address, f"Drawing of a {answer.name}, 32 × 32 pixels")])
    with bars:
        class_bars(Bars(rendering.by_class(answer.probabilities, answer.classes)), 3)
    frame.link("images", "Try a picture of your own")
    return True


def _first() -> tuple[Card, Answer] | None:
    """Return the first card with a readable example, and the example."""
    for name, card in cards_of("images").items():
        try:
            return card, stored_example.read(
                folder_with("images", name, stored_example.FILE)
            )
        except CheckpointError:
            continue  # your own runs store none
    return None
