"""A `LoupeError` becomes a notice; a bug stays a traceback."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engine.errors import LoupeError

_MARKUP = "\\`*_[]<>$#~:|&"
# The browser makes links of addresses, icons of “:name:” and signs of arrows after
# Markdown's escapes are undone, so only an invisible character inside (U+2060, word
# joiner) keeps them text.
_REPLACED = re.compile(
    r"(www)(?=\.)|(https?:)(?=//)|(@)(?=\w)|(:)(?=[\w+/-]+:)"
    r"|(?<!\S)([-<>~])(?=[-=>]>?(\s|$))",
    re.IGNORECASE,
)
# A list, or the line below a heading.
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s)|^()([-=])(?=[-=]*\s*$)", re.MULTILINE)
_INDENTED = re.compile(r"^[^\S\n]+", re.MULTILINE)  # by four spaces it would be code
# In several lines: what is in one would be taken for the name of a file.
_ANNOUNCED = st.components.v2.component(
    "loupe_announcement",
    html='<div role="status">\n</div>',
    css="div {\n position: absolute; width: 1px; height: 1px; overflow: hidden;"
    " clip-path: inset(50%); }",
    js="""export default function ({ data, parentElement }) {
  const status = parentElement.querySelector("[role=status]");
  if (status.textContent !== data) status.textContent = data;
}""",
)


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


def announce(words: str, key: str) -> None:
    """Let a screen reader say what has come onto the page; nothing is shown.

    Call it in every run of the page: only other words are said, and only in a place
    that was there before.

    Args:
        words: A short sentence.
        key: Unique on a page.
    """
    with st.container(key=f"announced_{key}"):
        _ANNOUNCED(key=f"_announced_{key}", data=words)


def plain(words: str) -> str:
    r"""Return a text of a user, a file or a card that Markdown draws as it is.

    Example:
        >>> plain(":red[x] costs $5")
        '\\:red\\[x\\] costs \\$5'
    """
    apart = _REPLACED.sub("\\g<0>\u2060", _INDENTED.sub("", words))
    escaped = "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in apart)
    return _LIST.sub(r"\1\3\\\2\4", escaped)
