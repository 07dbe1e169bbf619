"""Generated text as it may be shown where the training text is copyrighted."""

from pathlib import Path

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.language import reference
from engine.language.analysis import figures
from engine.language.piece import Piece
from engine.language.reference import Reference


def reference_of(card: Card) -> Reference:
    """Return words and training text of a checkpoint, as far as they are here."""
    folder = checkpoint.find(card.experiment, card.name)
    return _reference(str(folder), card.to_text(), str(data_folder()))


@st.cache_resource(max_entries=4, show_spinner=False)
def _reference(folder: str, card: str, root: str) -> Reference:
    return reference.find(Card.from_text(card), Path(folder), Path(root))


def redacted(piece: Piece, card: Card, before: str = "") -> Piece:
    """Return a piece with “…” for what is copied further than its source allows.

    Without the training text on this machine nothing can be compared, and the piece
    comes back as it is; `redaction_notice` says so.

    Args:
        piece: What the network wrote.
        card: The network's.
        before: What it wrote before this piece, not redacted.
    """
    if reference.shown_run(card) is None:
        return piece
    return reference_of(card).redacted(piece, before)


def redaction_notice(card: Card) -> str:
    """Return the sentence that says what is hidden; empty if nothing ever is."""
    longest = reference.shown_run(card)
    if longest is None:
        return ""
    title = figures.title_of(figures.text_of(card))
    if reference_of(card).training_text is None:
        return (
            f"{title} are copyrighted. The text is not on this machine, so copied "
            "passages cannot be detected here."
        )
    return (
        f"{title} are copyrighted: only the first {longest} characters of any passage "
        "that the network copied are shown, then “…”."
    )
