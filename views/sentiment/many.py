"""The Many reviews tab: a file in, a table with every answer out."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment import labelled, review_file
from engine.sentiment.answers import Reading
from engine.sentiment.review_file import Uploaded
from engine.sentiment.samples import SAMPLES
from ui import classroom
from ui.loading import cards_of
from ui.notices import plain
from ui.pickers import choose_several
from ui.url_state import (
    put_left_out,
    put_text,
    take_left_out,
    take_text,
    tell_left_out,
    tell_not_carried,
)
from views.sentiment import many_accuracy, many_table
from views.sentiment.many_table import Classified
from views.sentiment.networks import MOST, name_of, read_many, worked

_LISTED = 5  # line numbers in a message
_FILE, _PASTED = "sentiment_many_file", "sentiment_many_pasted"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    cards = [card, *_choose_others(card)]
    uploaded = _reviews()
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
    cell = many_accuracy.draw(classified) if truth else None
    many_table.draw(classified, cell)


def _choose_others(card: Card) -> list[Card]:
    """Draw the choice of networks that answer beside the first; return their cards."""
    cards = cards_of("sentiment")
    labels = {name: name_of(c) for name, c in cards.items() if name != card.name}
    with classroom.settings("many"):
        chosen = choose_several(
            "Compare with", labels, "sentiment_many_others", "", MOST - 1
        )
    return [cards[name] for name in chosen]


def _reviews() -> Uploaded | None:
    """Draw the fields for a file and for pasted reviews; return what is in them."""
    left, right = st.columns(2, gap="large")
    with left:
        file = st.file_uploader(
            "A CSV with a column “text” or “review”, or a text, one review per line",
            ["csv", "tsv", "txt"],
            key=_FILE,
            max_upload_size=review_file.MOST_BYTES // 2**20,
            help="A column “label” with the true classes gives accuracy and a "
            "confusion matrix: 0 and 1, 0 to 4, stars from 1 to 5, or names such as "
            "“positive”. All columns stay in the table that you download.",
        )
    with right:
        take_text(_PASTED)
        pasted = st.text_area(
            "Or paste reviews, one per line",
            key=_PASTED,
            height=110,
            persist_state="session",
        )
        put_text(_PASTED, str(pasted or ""), "The list of reviews")
    _tell_file(is_here=file is not None)
    if file is not None:
        return review_file.read(file.getvalue(), file.name)
    if pasted and pasted.strip():
        return review_file.read(pasted.encode(errors="replace"), "The pasted text")
    return None


def _tell_file(*, is_here: bool) -> None:
    """Say that a link opens without the file, to its sender and where it is opened."""
    take_left_out(_FILE)
    put_left_out(_FILE, is_left_out=is_here)
    if is_here:
        tell_not_carried("The file", "is not part of a link")
    tell_left_out(
        _FILE,
        "The page of this link showed its sender’s file, which is not part of the "
        "link. Ask the sender for the file, or upload your own.",
        is_replaced=is_here,
    )


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
