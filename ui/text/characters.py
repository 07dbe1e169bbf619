"""Names of invisible characters, and a notice about unknown ones."""

from collections.abc import Mapping, Sequence

import streamlit as st

from ui.notices import plain

_NAMES = {" ": "a space", "\n": "a new line", "\t": "a tab"}
_NAMED = 12  # pairs that are listed; a text in another alphabet has hundreds


def tell_replaced(replaced: Mapping[str, str], reader: str = "The network") -> None:
    """Show which unknown characters were replaced; nothing where there are none.

    Args:
        replaced: Unknown character -> its replacement.
        reader: The model, at the start of a sentence.
    """
    if not replaced:
        return
    read_as: dict[str, list[str]] = {}
    for unknown, replacement in list(replaced.items())[:_NAMED]:
        read_as.setdefault(named(replacement), []).append(named(unknown))
    pairs = [
        f"{_listed(names)} as {replacement}" for replacement, names in read_as.items()
    ]
    more = f" and {len(replaced) - _NAMED} more" if len(replaced) > _NAMED else ""
    st.caption(
        f":material/info: {plain(reader)} read {', '.join(pairs)}{more}: these "
        "characters are not in its vocabulary."
    )


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def named(character: str) -> str:
    """Return a character's name, or the character with its Markdown escaped."""
    if character in _NAMES:
        return _NAMES[character]
    if not character.isprintable():
        return f"U+{ord(character):04X}"
    return f"“{plain(character)}”"
