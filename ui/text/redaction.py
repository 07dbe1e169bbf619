"""What may be shown of what a network wrote, where its text is somebody's own."""

from pathlib import Path

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.language import reference
from engine.language.analysis import figures
from engine.language.piece import Piece
from engine.language.reference import Reference


def known_reference(card: Card) -> Reference:
    """Return the words and the text of a checkpoint, as far as they are here."""
    folder = checkpoint.find(card.experiment, card.name)
    return _reference(str(folder), card.to_text(), str(data_folder()))


@st.cache_resource(max_entries=4, show_spinner=False)
def _reference(folder: str, card: str, root: str) -> Reference:
    return reference.find(Card.from_text(card), Path(folder), Path(root))


def showable(piece: Piece, card: Card) -> Piece:
    """Return a piece with “…” for what is copied further than its source allows.

    Where the source's text is not on this machine nothing can be compared, and
    the piece comes back as it is; `shown_rule` says so.
    """
    if reference.shown_run(card) is None:
        return piece
    return known_reference(card).shown(piece)


def shown_rule(card: Card) -> str:
    """Return the sentence that says what is hidden; empty where nothing is."""
    most = reference.shown_run(card)
    if most is None:
        return ""
    title = figures.title_of(figures.text_of(card))
    if known_reference(card).training_text is None:
        return (
            f"{title} are copyrighted. The text is not on this machine, so copied "
            "passages cannot be detected here."
        )
    return (
        f"{title} are copyrighted: only the first {most} characters of any passage "
        "that the network copied are shown, then “…”."
    )
