"""A person's errors become notices; a defect of ours stays a trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engine.errors import LoupeError


@contextmanager
def told() -> Iterator[None]:
    """Show a `LoupeError` from inside as a notice; let anything else go on."""
    try:
        yield
    except LoupeError as error:
        tell(error)


def tell(error: LoupeError) -> None:
    """Show an error's sentence as a notice."""
    # A file's name or a pasted word must not turn into markup.
    sentence = str(error)
    for sign in "\\`*_[]<>$#~:":
        sentence = sentence.replace(sign, f"\\{sign}")
    st.error(sentence, icon=":material/error:")
