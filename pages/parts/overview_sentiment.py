"""Sentiment on the overview: what the networks make of one review."""

import streamlit as st

from engine.sentiment.agreement import agreement
from engine.sentiment.reading import Reading
from pages.parts.sentiment_models import contenders, worked
from pages.parts.sentiment_try import bars
from ui import frame
from ui.bars import many_bars
from ui.notices import plain

_SHOWN = "not-bad"  # of our own reviews: the one that splits them most often
_MOST = 4  # networks


def example() -> bool:
    """Draw a review and its answers; return False where no checkpoint carries one."""
    answers = [
        (card, known.reading)
        for card in contenders().values()
        for known in worked(card)
        if known.sample.name == _SHOWN
    ][:_MOST]
    if not answers:
        return False
    readings: list[Reading] = [reading for _, reading in answers]
    st.subheader("Networks read this review", anchor=False)
    st.markdown(f"> {plain(readings[0].text)}")
    many_bars([bars(*answer) for answer in answers], ranked=False, least="13rem")
    if len(readings) > 1:
        found = agreement(readings)
        st.caption(f"{found.word}: {found.sentence}")
    frame.link(
        "sentiment", "Change a word, or write a review", sentiment_example=_SHOWN
    )
    return True
