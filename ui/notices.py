"""A `LoupeError` becomes a notice; a bug stays a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engine.errors import LoupeError

_MARKUP = "\\`*_[]<>$#~:|"


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show a `LoupeError` from inside as a notice; let any other exception pass."""
    try:
        yield
    except LoupeError as error:
        show_error(error)


def show_error(error: LoupeError) -> None:
    """Show an error's sentence as a notice."""
    st.error(plain(str(error)), icon=":material/error:")


def plain(words: str) -> str:
    """Return a text, such as a file name, with its Markdown escaped."""
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in words)
