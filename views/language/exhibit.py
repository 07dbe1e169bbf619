"""Samples by epoch: what each network wrote after 1, 5 and 60 epochs."""

from html import escape

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import CheckpointError
from engine.language import reference
from engine.language.analysis import exhibit, figures, overfitting
from engine.language.analysis.exhibit import Sheet
from engine.language.analysis.published import POST_PROMPT, POST_TOP_N
from engine.runs import events
from ui.cards import own_run
from ui.notices import errors_shown, plain
from views.language.networks import writer


def draw(cards: list[Card]) -> None:
    """Draw the samples of every network with the preset of the original post."""
    networks = [card for card in cards if card.preset == "post" and card.snapshots]
    if not networks:
        return
    st.subheader("Samples by epoch", anchor=False)
    st.markdown(
        "The original blog post (2016–2018) gave no loss, only samples. The same "
        f"samples here: each network starts from the capital letter “{POST_PROMPT}” "
        f"and draws every character from the {POST_TOP_N} most likely. With so little "
        "choice, a network that has learned little soon repeats itself."
    )
    tabs = st.tabs([_title(card) for card in networks])
    for card, tab in zip(networks, tabs, strict=True):
        with tab, errors_shown():
            _draw_sheets(_sheets(card))
            folder = checkpoint.find("language", card.name)
            history = events.read(folder / "events.jsonl")
            length = overfitting.length_in_words(figures.text_of(card))
            st.markdown(f"{overfitting.in_words(card, history, cards)} {length}")
            if card.note:
                st.caption(card.note)


def _title(card: Card) -> str:
    title = figures.title_of(figures.text_of(card))
    own = own_run(card)
    return plain(f"{title} ({own})" if own else title)


def _sheets(card: Card) -> list[Sheet]:
    """Return the stored samples, or those written now once the button is clicked."""
    folder = checkpoint.find("language", card.name)
    try:
        return exhibit.read(folder)
    except CheckpointError:
        pass
    written = st.session_state.setdefault("_language_sheets", {})
    if kept := written.get((card.name, card.digests)):
        return list(kept)
    epochs = ", ".join(f"{epoch:g}" for epoch in exhibit.epochs(card))
    if not st.button(
        f"Write samples for epochs {epochs}",
        key=f"language_exhibit_{card.name}",
        icon=":material/edit_note:",
    ):
        return []
    texts = reference.find(card, folder, data_folder())
    sheets = [
        exhibit.write(writer(card.name, exhibit.snapshot_of(card, epoch)), epoch, texts)
        for epoch in exhibit.epochs(card)
    ]
    written[card.name, card.digests] = sheets
    return sheets


def _draw_sheets(sheets: list[Sheet]) -> None:
    """Draw the samples side by side; on a phone below each other."""
    if not sheets:
        return
    columns = st.columns(len(sheets), gap="medium")
    for column, sheet in zip(columns, sheets, strict=True):
        unit = "epoch" if sheet.epoch == 1 else "epochs"
        column.markdown(f"**After {sheet.epoch:g} {unit}**")
        column.html(
            "<div style=\"font-family:'Source Code Pro',monospace;font-size:0.9rem;"
            'line-height:1.6;white-space:pre-wrap;overflow-wrap:anywhere">'
            f"{escape(sheet.text)}</div>"
        )
