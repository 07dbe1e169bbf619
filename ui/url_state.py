"""What a page keeps in the address, so that a link shows it and a reload keeps it."""

from collections.abc import Sequence
from time import monotonic

import streamlit as st

_MOST = 2_500  # characters that a text takes in an address: longer ones break
_LATE_SECONDS = 5.0  # within which a click may still come with the address before


def brought(key: str) -> list[str]:
    """Return what a link brings for a parameter; nothing where it is what we wrote.

    A click may leave the browser before the address that we just wrote reaches it, so
    that the address before comes once more: that is no link either.
    """
    now: list[str] = st.query_params.get_all(key)
    before, since = st.session_state.get(_before(key), (None, 0.0))
    late = now == before and monotonic() - since < _LATE_SECONDS
    return [] if late or now == st.session_state.get(_written(key)) else now


def put(key: str, values: Sequence[str]) -> None:
    """Let the address show values under a parameter; without values, nothing."""
    shown, there = list(values), st.query_params.get_all(key)
    if there != shown:
        if shown != st.session_state.get(_written(key)):
            st.session_state[_before(key)] = (there, monotonic())
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
    own = text if text and text.strip() else ""
    put(key, [own] if own and _length(own) <= _MOST else [])


def _length(text: str) -> int:
    """Return about how long a text is in an address, where an ü has six characters."""
    content = text.encode(errors="replace")
    return sum(1 if byte < 128 else 3 for byte in content)


def _written(key: str) -> str:
    return f"_{key}_in_address"


def _before(key: str) -> str:
    return f"_{key}_in_address_before"
