"""The Many reviews tab: a file in, a table with every answer out."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment import labelled
from engine.sentiment.answers import Reading
from engine.sentiment.review_file import Uploaded
from engine.sentiment.samples import SAMPLES
from ui import classroom
from ui.loading import cards_of
from ui.notices import plain
from ui.pickers import choose_several
from views.sentiment.many_reviews import accuracy, table, upload
from views.sentiment.many_reviews.classified import Classified
from views.sentiment.networks import MOST, name_of, read_many, worked

_LISTED = 5  # line numbers in a message


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    cards = [card, *_choose_others(card)]
    uploaded = upload.reviews()
    own = uploaded is not None
    if uploaded is None:
        st.caption("No file yet: these are Loupe’s own examples.")
        texts = tuple(sample.text for sample in SAMPLES)
        uploaded = Uploaded(texts, tuple(range(1, len(texts) + 1)))
    if epoch is not None and len(cards) > 1:
        st.caption("Only the first network has its weights of that epoch.")
    readings = {
        name_of(each): _readings_of(each, epoch if each is card else None, uploaded)
        for each in cards
    }
    _draw_notes(uploaded, readings[name_of(card)])
    truth = labelled.labelled(uploaded.columns, uploaded.cells) if own else None
    classified = Classified(uploaded, readings, truth)
    cell = accuracy.draw(classified) if truth else None
    table.draw(classified, cell)


def _choose_others(card: Card) -> list[Card]:
    """Draw the choice of networks that answer beside the first; return their cards."""
    cards = cards_of("sentiment")
    labels = {name: name_of(c) for name, c in cards.items() if name != card.name}
    with classroom.settings("many"):
        chosen = choose_several(
            "Compare with", labels, "sentiment_many_others", "", MOST - 1
        )
    return [cards[name] for name in chosen]


def _readings_of(
    card: Card, epoch: float | None, uploaded: Uploaded
) -> Sequence[Reading]:
    """Return the answers; on the samples those stored in the checkpoint, if any."""
    stored = {e.reading.text: e.reading for e in worked(card)} if epoch is None else {}
    if all(text in stored for text in uploaded.texts):
        return [stored[text] for text in uploaded.texts]
    return read_many(card.name, card.digests, epoch, uploaded.texts)


def _draw_notes(uploaded: Uploaded, readings: Sequence[Reading]) -> None:
    """Say what was guessed, left out or cut."""
    if uploaded.note:
        st.warning(plain(uploaded.note))
    if uploaded.left_out:
        listed = " ".join(uploaded.left_out[:_LISTED])
        more = len(uploaded.left_out) - _LISTED
        st.warning(plain(listed) + (f" And {more} more." if more > 0 else ""))
    truncated = [
        f"{line:,}"
        for line, reading in zip(uploaded.lines, readings, strict=True)
        if reading.characters_read < len(reading.text)
    ]
    if truncated:
        more_lines = " …" if len(truncated) > _LISTED else ""
        st.caption(
            f"Too long for this network, which read only their beginnings: "
            f"{len(truncated):,} of {len(readings):,} reviews "
            f"(line {', '.join(truncated[:_LISTED])}{more_lines})."
        )
