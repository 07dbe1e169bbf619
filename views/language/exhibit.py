"""The post's exhibit: what each network wrote after 1, 5 and 60 epochs."""

from html import escape

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import CheckpointError
from engine.language import reference
from engine.language.analysis import exhibit, figures
from engine.language.analysis.exhibit import Sheet
from engine.language.analysis.published import POST_PROMPT, POST_TOP_N
from ui import loading
from ui.notices import plain, told
from views.language.networks import writer


def draw(cards: list[Card]) -> None:
    """Draw the exhibit of every network of the preset that the post describes."""
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
    for place, tab in enumerate(st.tabs([_title(card) for card in networks])):
        with tab, told():
            _draw_sheets(_sheets(networks[place]))
            if networks[place].note:
                st.caption(networks[place].note)


def _title(card: Card) -> str:
    title = plain(figures.title_of(figures.text_of(card)))
    return f"{title} (own run)" if loading.is_own_run(card) else title


def _sheets(card: Card) -> list[Sheet]:
    """Return what the checkpoint carries, else what it writes now if asked to."""
    folder = checkpoint.find("language", card.name)
    try:
        return exhibit.read(folder)
    except CheckpointError:
        pass
    listed = ", ".join(f"{epoch:g}" for epoch in exhibit.epochs(card))
    if not st.button(
        f"Write samples for epochs {listed}",
        key=f"language_exhibit_{card.name}",
        icon=":material/edit_note:",
    ):
        return []
    known = reference.find(card, folder, data_folder())
    return [
        exhibit.write(writer(card.name, exhibit.snapshot_of(card, epoch)), epoch, known)
        for epoch in exhibit.epochs(card)
    ]


def _draw_sheets(sheets: list[Sheet]) -> None:
    """Draw the sheets beside each other; on a phone below each other."""
    if not sheets:
        return
    for place, sheet in zip(st.columns(len(sheets), gap="medium"), sheets, strict=True):
        unit = "epoch" if sheet.epoch == 1 else "epochs"
        place.markdown(f"**After {sheet.epoch:g} {unit}**")
        place.html(
            "<div style=\"font-family:'Source Code Pro',monospace;font-size:0.9rem;"
            'line-height:1.6;white-space:pre-wrap;overflow-wrap:anywhere">'
            f"{escape(sheet.text)}</div>"
        )
