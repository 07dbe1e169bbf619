"""The fields for the user's own reviews: a file, or pasted lines."""

import streamlit as st

from engine.sentiment import review_file
from engine.sentiment.review_file import Uploaded
from ui.url_state import (
    put_left_out,
    put_text,
    take_left_out,
    take_text,
    tell_left_out,
    tell_not_carried,
)

_FILE, _PASTED = "sentiment_many_file", "sentiment_many_pasted"


def reviews() -> Uploaded | None:
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
