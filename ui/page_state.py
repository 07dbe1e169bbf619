"""Puts a page into a state: the values of its widgets, by their keys."""

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException


def put(state: Mapping[str, object]) -> None:
    """Put a page into a state; for callbacks.

    Args:
        state: Key of the session state -> value; None forgets what is there.
    """
    for key, value in state.items():
        # A link that was not used yet must not win; a bound widget sees to its own.
        with suppress(StreamlitAPIException):
            st.query_params.pop(key, None)
        _set(key, value)


def reopen(state: Mapping[str, object]) -> None:
    """Put a page into the state that a link was sent from, before it is drawn.

    What the sender changed afterwards is in the link itself.

    Args:
        state: As for `put`; an empty text is the sender's own, and left out.
    """
    for key, value in state.items():
        if key not in st.query_params and value != "":
            with suppress(StreamlitAPIException):  # a widget that was drawn already
                _set(key, value)


def _set(key: str, value: object) -> None:
    if value is None:
        st.session_state.pop(key, None)
    else:
        st.session_state[key] = value
