"""Words for characters: signs that cannot be seen, and stand-ins for unknown ones."""

from collections.abc import Mapping

import streamlit as st

from ui.notices import plain

_NAMES = {" ": "a space", "\n": "a new line", "\t": "a tab"}
_NAMED = 12  # pairs that are listed; a page of another alphabet has hundreds


def tell_replaced(replaced: Mapping[str, str], reader: str = "The network") -> None:
    """Say which unknown characters were read as which; nothing where there are none.

    Args:
        replaced: Unknown character -> what was read in its place.
        reader: Who did not know them, at the beginning of a sentence.
    """
    if not replaced:
        return
    pairs = [f"{_named(a)} as {_named(b)}" for a, b in list(replaced.items())[:_NAMED]]
    more = f" and {len(replaced) - _NAMED} more" if len(replaced) > _NAMED else ""
    st.caption(
        f":material/info: {plain(reader)} read {', '.join(pairs)}{more}: these "
        "characters did not occur in what was learned from."
    )


def _named(character: str) -> str:
    """Return a character so that Markdown leaves it alone."""
    if character in _NAMES:
        return _NAMES[character]
    if not character.isprintable():
        return f"U+{ord(character):04X}"
    return f"“{plain(character)}”"
