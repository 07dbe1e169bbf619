"""The text that a network wrote: to point at, to branch from, to save."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.checkpoints.checkpoint import Card
from engine.language.piece import Piece
from ui.downloads import characters_csv, download
from ui.palette import PROBABILITY_CLASSES
from ui.text.characters import tell_replaced
from ui.text.coloured import coloured_text
from ui.text.marks import legend
from ui.text.redaction import showable, shown_rule
from views.language import request as asking
from views.language.request import Written


def draw(card: Card, written: Written, place: DeltaGenerator) -> None:
    """Draw a text to point at, what the colours mean, and what can be saved."""
    piece = showable(written.piece, card)
    with place.container():
        coloured_text(
            piece,
            "language_text",
            given=written.request.prompt,
            on_branch=asking.take_branch,
        )
    legend(PROBABILITY_CLASSES, "Probability given by the network:")
    said = [
        f"{len(piece.text):,} characters. The network’s loss on its own text: "
        f"{piece.nats_per_character:.2f} nats per character."
    ]
    if written.state == "stopped":
        said.insert(0, "Stopped:")
    if written.request.kept:
        said.append("Continued from the character that you chose.")
    st.caption(" ".join([*said, shown_rule(card)]))
    tell_replaced(written.replaced)
    _downloads(piece, written)


def _downloads(piece: Piece, written: Written) -> None:
    with st.container(horizontal=True):
        text = written.request.prompt + piece.text
        download("Text", text, f"{written.request.network}.txt", "language_save_text")
        download(
            "Characters with probabilities",
            lambda: characters_csv(
                piece.text,
                {
                    "probability": piece.probability.tolist(),
                    "nats": piece.nats.tolist(),
                },
            ),
            f"{written.request.network}.csv",
            "language_save_csv",
        )
