"""Texts of one's own in the address: a link shows them, and a reload keeps them."""

import streamlit as st

_MOST = 1_500  # characters: longer addresses break on their way


def linked(key: str) -> str | None:
    """Return the text that a link brings; None where none is new.

    Args:
        key: Of the widget, and the parameter in the address.
    """
    text: str | None = st.query_params.get(key)
    return None if text == st.session_state.get(_seen(key)) else text


def put_in_link(key: str, text: str | None) -> None:
    """Let the address show a text of one's own, where it is not too long.

    Args:
        key: Of the widget, and the parameter in the address.
        text: What it shows; None where the text is none of one's own.
    """
    shown = text if text and text.strip() and len(text) <= _MOST else None
    if shown is None:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != shown:
        st.query_params[key] = shown
    st.session_state[_seen(key)] = shown


def _seen(key: str) -> str:
    return f"_{key}_in_link"
