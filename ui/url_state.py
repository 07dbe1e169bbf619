"""The state of a page in its URL, for links and reloads."""

from collections.abc import Sequence
from time import monotonic

import streamlit as st

_MOST = 2_500  # characters of a text in a URL: longer ones break
_LATE_SECONDS = 5.0  # within which a click can still arrive with the previous URL


def brought(key: str) -> list[str]:
    """Return a parameter's values from a link; [] where the page itself wrote them.

    A click can leave the browser before the URL that we just wrote reaches it, and then
    comes with the previous URL once more: that is not a link either.
    """
    now: list[str] = st.query_params.get_all(key)
    before, since = st.session_state.get(_before(key), (None, 0.0))
    late = now == before and monotonic() - since < _LATE_SECONDS
    return [] if late or now == st.session_state.get(_written(key)) else now


def put(key: str, values: Sequence[str]) -> None:
    """Write a parameter's values into the URL; without values, remove it."""
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
    """Return the user's own text from a link; None where there is no new one.

    Args:
        key: Of the widget, and the parameter in the URL.
    """
    return next(iter(brought(key)), None)


def put_in_link(key: str, text: str | None) -> None:
    """Write the user's own text into the URL, unless it is too long.

    Args:
        key: Of the widget, and the parameter in the URL.
        text: The text; None where it is not the user's own.
    """
    own = text if text and text.strip() else ""
    put(key, [own] if own and _length(own) <= _MOST else [])


def _length(text: str) -> int:
    """Return about how long a text is in a URL, where an ü takes six characters."""
    content = text.encode(errors="replace")
    return sum(1 if byte < 128 else 3 for byte in content)


def _written(key: str) -> str:
    return f"_{key}_in_address"


def _before(key: str) -> str:
    return f"_{key}_in_address_before"
