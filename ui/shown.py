"""What may be shown of what a network wrote, where its text is somebody's own."""

import streamlit as st

from engine.checkpoint import Card
from engine.errors import LoupeError
from engine.language import data, shown
from engine.language.text import Piece
from engine.sources import data_folder


def showable(piece: Piece, card: Card) -> Piece:
    """Return a piece with “…” for what is copied further than its source allows.

    Where the source's text is not on this machine nothing can be compared, and
    the piece comes back as it is; `shown_rule` says so.
    """
    for name, most in _limits(card).items():
        original = _original(name)
        if original is not None:
            piece = shown.shorten(piece, original, most)
    return piece


def shown_rule(card: Card) -> str:
    """Return the sentence that says what is hidden; empty where nothing is."""
    for name, most in _limits(card).items():
        title = data.source(name).title
        if _original(name) is None:
            return (
                f"{title} are their author's own. The text is not on this machine, "
                "so copied passages cannot be found here."
            )
        return (
            f"{title} are their author's own: of any passage that the network "
            f"copied, only the first {most} characters are shown, then “…”."
        )
    return ""


def _limits(card: Card) -> dict[str, int]:
    """Return the longest run that may be shown, by the sources that have one."""
    limits = {source.name: source.shown_run for source in data.SOURCES}
    return {name: most for name in card.sources if (most := limits.get(name))}


@st.cache_resource(max_entries=2, show_spinner=False)
def _original(name: str) -> str | None:
    """Return the text of a source, or None where it is not on this machine."""
    try:
        return data.read_source(name, data_folder())
    except LoupeError:
        return None
