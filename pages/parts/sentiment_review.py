"""The review that is judged: one of ours, or a person's own."""

import streamlit as st

from engine.sentiment.samples import SAMPLES
from ui.choosing import choose_one

KEY = "sentiment_text"
_TAKEN = "_sentiment_example_taken"
_BY_NAME = {sample.name: sample for sample in SAMPLES}


def choose_example() -> None:
    """Draw the choice of an example; a new choice becomes the review."""
    options = {sample.name: f"{sample.text} ({sample.about})" for sample in SAMPLES}
    chosen = choose_one("Example", options, "sentiment_example", SAMPLES[0].name)
    if st.session_state.get(_TAKEN) != chosen:
        st.session_state[_TAKEN] = chosen
        st.session_state[KEY] = _BY_NAME[chosen].text


def review() -> str:
    """Draw the field for the review; return what stands in it."""
    if KEY not in st.session_state:
        st.session_state[KEY] = SAMPLES[0].text
    text = st.text_area(
        "Review",
        key=KEY,
        height=96,
        placeholder="What did you think of the film?",
        persist_state="session",
    )
    return text or ""


def take(text: str) -> None:
    """Make a text the review; to be called before the field is drawn again."""
    st.session_state[KEY] = text
