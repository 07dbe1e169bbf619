"""Pickers whose choice is in the URL by its id, not by its label.

`bind="query-params"` writes a widget's *label* into the URL, which changes with
every new metric. Here the URL has the checkpoint's name or the run's id, so that a link
keeps working; a choice that no longer exists, from an old link or after a deletion,
falls back to the default.
"""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from ui.url_state import brought, put


def choose_one(label: str, options: Mapping[str, str], key: str, default: str) -> str:
    """Draw a selectbox; return the id of the choice.

    Args:
        label: Of the widget.
        options: Id -> label, in order, at least one.
        key: Of the widget, and the parameter in the URL.
        default: The id that is chosen at first.
    """
    linked = [option for option in brought(key) if option in options]
    if linked:
        st.session_state[key] = linked[0]
    elif st.session_state.get(key) not in options:
        st.session_state[key] = default
    names = _distinct(options)
    chosen = str(
        st.selectbox(
            label,
            list(options),
            format_func=lambda option: names.get(option, option),
            key=key,
            filter_mode="contains",
            persist_state="session",
        )
    )
    put(key, [] if chosen == default else [chosen])
    return chosen


def choose_several(
    label: str, options: Mapping[str, str], key: str, default: str, most: int
) -> list[str]:
    """Draw a multiselect; return the ids of the choices, at most `most`.

    Arguments as for `choose_one`.
    """
    linked = [option for option in brought(key) if option in options]
    if linked:
        st.session_state[key] = linked[:most]
    elif key not in st.session_state:
        st.session_state[key] = [default]
    else:
        st.session_state[key] = [c for c in st.session_state[key] if c in options]
    names = _distinct(options)
    chosen = st.multiselect(
        label,
        list(options),
        format_func=lambda option: names.get(option, option),
        max_selections=most,
        key=key,
        persist_state="session",
    )
    put(key, [] if chosen == [default] else chosen)
    return list(chosen)


def _distinct(options: Mapping[str, str]) -> dict[str, str]:
    """Return the labels, with the end of the id where two are the same."""
    counts = Counter(options.values())
    return {
        name: f"{label} ({name[-4:]})" if counts[label] > 1 else label
        for name, label in options.items()
    }
