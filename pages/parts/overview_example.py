"""The overview's first sight: what a network wrote, from its checkpoint."""

import streamlit as st

from engine import checkpoint
from engine.checkpoint import Card
from engine.errors import CheckpointError
from engine.language import example
from engine.language.example import Example
from ui import frame
from ui.coloured import coloured_text
from ui.loading import known_cards
from ui.shown import showable


def draw() -> None:
    """Draw the first worked example there is; without any, where to make one."""
    found = _first()
    if found is None:
        _invite()
        return
    st.subheader("A network wrote this", anchor=False)
    card, worked = found
    title = card.facts.get("title") or ", ".join(card.sources)
    st.caption(
        f"It has {card.parameters:,} parameters and has read nothing but {title}, one "
        "character after the other. The bluer a character, the surer it was of it; "
        "point at one to see what else it thought of."
    )
    coloured_text(showable(worked.piece, card), "overview_example", worked.prompt)
    frame.link("language", "Let it go on, or write your own beginning")


def _invite() -> None:
    """Say what to do where nothing has been written yet."""
    st.subheader("Nothing is written yet", anchor=False)
    if known_cards("language"):
        frame.link("language", "Let a network of yours write")
        return
    st.markdown(
        "No trained network is on this machine yet. The quick preset makes one in "
        "about three minutes."
    )
    frame.link("language", "Train a network", language_tab="Train")


def _first() -> tuple[Card, Example] | None:
    """Return the first card with a readable example, and the example."""
    for name, card in known_cards("language").items():
        try:
            return card, example.read(checkpoint.find("language", name))
        except CheckpointError:
            continue  # runs of one's own carry none
    return None
