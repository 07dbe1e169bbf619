"""The review that is judged: one of ours, a person's own, or one from a link."""

import streamlit as st

from engine.sentiment.samples import SAMPLES
from ui.pickers import choose_one
from ui.url_state import linked, put_in_link

KEY = "sentiment_text"
_EXAMPLE = "sentiment_example"
_OWN = "own"
_TAKEN = "_sentiment_example_taken"
_KEPT = "_sentiment_own"  # one's own review, while examples are looked at
_BY_NAME = {sample.name: sample for sample in SAMPLES}


def choose_example() -> None:
    """Draw the choice of an example; a new choice becomes the review.

    A review of one's own stands in the address, and goes before the example there.
    """
    if text := linked(KEY):
        st.session_state[KEY] = st.session_state[_KEPT] = text
        st.query_params.pop(_EXAMPLE, None)
        _now_own()
    options = {
        sample.name: f"{sample.about[:1].upper()}{sample.about[1:]}: {sample.text}"
        for sample in SAMPLES
    }
    options[_OWN] = "My own review"
    chosen = choose_one("Example", options, _EXAMPLE, SAMPLES[0].name)
    if st.session_state.get(_TAKEN) != chosen:
        st.session_state[_TAKEN] = chosen
        if chosen in _BY_NAME:
            st.session_state[KEY] = _BY_NAME[chosen].text
        elif _KEPT in st.session_state:
            st.session_state[KEY] = st.session_state[_KEPT]


def review() -> str:
    """Draw the field for the review; return what stands in it."""
    if KEY not in st.session_state:
        st.session_state[KEY] = SAMPLES[0].text
    text = st.text_area(
        "Review",
        key=KEY,
        height=104,
        placeholder="What did you think of the film?",
        on_change=_now_own,
        persist_state="session",
    )
    if st.session_state.get(_TAKEN) == _OWN:
        st.session_state[_KEPT] = text or ""
    example = text in (sample.text for sample in SAMPLES)
    put_in_link(KEY, None if example else text)
    return text or ""


def _now_own() -> None:
    """Call a review that was changed one's own, so that examples can be chosen."""
    st.session_state[_EXAMPLE] = st.session_state[_TAKEN] = _OWN


def take(text: str) -> None:
    """Make a text the review; to be called before the field is drawn again."""
    st.session_state[KEY] = text
    _now_own()
