"""What a page keeps in the address, so that a link shows it and a reload keeps it."""

from collections.abc import Sequence

import streamlit as st

_MOST = 1_500  # characters of a text: longer addresses break on their way


def brought(key: str) -> list[str]:
    """Return what a link brings for a parameter; nothing where it is what we wrote.

    To be asked once in each run of a page.
    """
    now: list[str] = st.query_params.get_all(key)
    # A click may leave the browser before the address that we just wrote reaches it.
    just_before = st.session_state.pop(_before(key), None)
    return [] if now in (st.session_state.get(_written(key)), just_before) else now


def put(key: str, values: Sequence[str]) -> None:
    """Let the address show values under a parameter; without values, nothing."""
    shown, there = list(values), st.query_params.get_all(key)
    if there != shown:
        if shown != st.session_state.get(_written(key)):
            st.session_state[_before(key)] = there
        if shown:
            st.query_params[key] = shown
        else:
            del st.query_params[key]
    st.session_state[_written(key)] = shown


def linked(key: str) -> str | None:
    """Return the text of one's own that a link brings; None where none is new.

    Args:
        key: Of the widget, and the parameter in the address.
    """
    return next(iter(brought(key)), None)


def put_in_link(key: str, text: str | None) -> None:
    """Let the address show a text of one's own, where it is not too long.

    Args:
        key: Of the widget, and the parameter in the address.
        text: What it shows; None where the text is none of one's own.
    """
    fits = text is not None and text.strip() and len(text) <= _MOST
    put(key, [text] if text is not None and fits else [])


def _written(key: str) -> str:
    return f"_{key}_in_address"


def _before(key: str) -> str:
    return f"_{key}_in_address_before"
