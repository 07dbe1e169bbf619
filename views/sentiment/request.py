"""The review to classify: a sample, your own, or one from a link."""

import streamlit as st

from engine.errors import TextError
from engine.sentiment.samples import SAMPLES
from ui.pickers import choose_one
from ui.url_state import linked, put_in_link, tell_not_carried

KEY = "sentiment_text"
_EXAMPLE = "sentiment_example"
_OWN = "own"
_SELECTED = "_sentiment_example_taken"  # the example that the review came from
_SAVED = "_sentiment_own"  # your own review, while an example is shown
_LOST = "_sentiment_lost_in_link"
_BY_NAME = {sample.name: sample for sample in SAMPLES}


def choose_example() -> None:
    """Draw the choice of an example; a new choice becomes the review.

    A link can contain your own review: it takes precedence over the example.
    """
    if text := linked(KEY):
        st.session_state[KEY] = st.session_state[_SAVED] = text
        st.query_params.pop(_EXAMPLE, None)
        _select_own()
    options = {
        sample.name: f"{sample.about[:1].upper()}{sample.about[1:]}: {sample.text}"
        for sample in SAMPLES
    }
    options[_OWN] = "My own review"
    chosen = choose_one("Example", options, _EXAMPLE, SAMPLES[0].name)
    if st.session_state.get(_SELECTED) != chosen:
        st.session_state[_SELECTED] = chosen
        if chosen in _BY_NAME:
            st.session_state[KEY] = _BY_NAME[chosen].text
        elif _SAVED in st.session_state:
            st.session_state[KEY] = st.session_state[_SAVED]
        elif KEY not in st.session_state:  # a link without the review it is about
            st.session_state[KEY] = ""
            st.session_state[_LOST] = True


def review() -> str:
    """Draw the text field for the review; return its text."""
    if KEY not in st.session_state:
        st.session_state[KEY] = SAMPLES[0].text
    text = st.text_area(
        "Review",
        key=KEY,
        height=104,
        placeholder="What did you think of the film?",
        on_change=_select_own,
        persist_state="session",
    )
    if st.session_state.get(_SELECTED) == _OWN:
        st.session_state[_SAVED] = text or ""
    # An example that was typed is the user's own text, and the link says so.
    chosen = _BY_NAME.get(str(st.session_state.get(_SELECTED)))
    example = chosen is not None and chosen.text == text
    if not put_in_link(KEY, None if example else text):
        tell_not_carried("The review")
    return text or ""


def check_link() -> None:
    """Refuse a link that is about a review and does not carry it.

    Raises:
        TextError: It does not, and no review was given since.
    """
    if st.session_state.get(_LOST) and not st.session_state.get(KEY):
        raise TextError(
            "This link could not carry its review, which is too long. Paste it here, "
            "or choose an example."
        )


def _select_own() -> None:
    """Select “My own review” as the example, because the text was edited."""
    st.session_state[_EXAMPLE] = st.session_state[_SELECTED] = _OWN


def take(text: str) -> None:
    """Make a text the review; call before the field is drawn again."""
    st.session_state[KEY] = text
    _select_own()
