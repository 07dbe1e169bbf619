"""A person's errors become notices; a defect of ours stays a trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engine.errors import LoupeError

_MARKUP = "\\`*_[]<>$#~:|"


@contextmanager
def told() -> Iterator[None]:
    """Show a `LoupeError` from inside as a notice; let anything else go on."""
    try:
        yield
    except LoupeError as error:
        tell(error)


def tell(error: LoupeError) -> None:
    """Show an error's sentence as a notice."""
    st.error(plain(str(error)), icon=":material/error:")


def plain(words: str) -> str:
    """Return words in which no sign turns into markup: file names, pasted text."""
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in words)
