"""Widgets that Streamlit binds to the URL: they write the label of the choice.

A link can name an option of another version, another network or another machine. By
itself a widget shows its default then, and says nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from ui.links.missing import keep_missing_bound, tell_missing
from ui.notices import plain

Option = TypeVar("Option")


def choose_bound(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    title: Callable[[Option], str] | None = None,
    **look: Any,
) -> Option | None:
    """Draw a bound widget with options; say if the link names another one.

    A choice that is not offered any more gives way to the default.

    Args:
        widget: `st.segmented_control`, `st.selectbox` or another one of that kind.
        label: Of the widget.
        options: What can be chosen.
        key: Of the widget, and the parameter in the URL.
        title: Returns what an option is called; None where that is the option.
        **look: The other arguments of the widget.

    Returns:
        The choice; None only where the widget can be without one.
    """
    chosen: Option | None = _draw_bound(widget, label, options, key, title, look)
    return chosen


def choose_several_bound(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    title: Callable[[Option], str] | None = None,
    **look: Any,
) -> list[Option]:
    """Do what `choose_bound` does, for a widget with several choices."""
    chosen: list[Option] = _draw_bound(widget, label, options, key, title, look)
    return list(chosen)


def _draw_bound(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[Option],
    key: str,
    title: Callable[[Option], str] | None,
    look: Mapping[str, Any],
) -> Any:
    """Draw a bound widget and what its link lacks; return what it returns."""
    names = {option: title(option) if title else str(option) for option in options}
    labels = {o: plain(name) if title else name for o, name in names.items()}
    keep_missing_bound(key, labels.values())
    before = st.session_state.get(key)
    if not isinstance(before, list) and before not in (None, *options):
        del st.session_state[key]
    chosen = widget(
        label,
        list(options),
        format_func=lambda option: labels.get(option, str(option)),
        key=key,
        bind="query-params",
        **look,
    )
    listed = chosen if isinstance(chosen, list) else [chosen]
    tell_missing(key, [names[option] for option in listed if option in names], {})
    return chosen
