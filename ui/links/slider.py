"""A slider that Streamlit binds to the URL, and what it says of a link out of bounds.

By itself it shows its default then, and says nothing.
"""

from typing import Any

import streamlit as st

from ui.links.missing import keep_missing_bound, tell_missing


def slide_bound(
    label: str,
    low: float,
    high: float,
    value: float | tuple[float, float],
    step: float | None = None,
    *,
    key: str,
    help: str | None = None,
) -> Any:
    """Draw a bound slider; say if the link names a value that it does not have.

    Args:
        label: Of the widget.
        low: The smallest value; whole numbers give whole numbers.
        high: The largest value.
        value: At first; two for a slider with two ends.
        step: Between values.
        key: Of the widget, and the parameter in the URL.
        help: Its explanation.

    Returns:
        The value, or both ends, of the type of `low`.
    """
    arrived = st.query_params.get_all(key)
    ends = 2 if isinstance(value, tuple) else 1
    whole = len(arrived) == ends and all(_within(word, low, high) for word in arrived)
    keep_missing_bound(key, arrived if whole else [])
    chosen: Any = st.slider(
        label,
        low,
        high,
        value,
        step,
        key=key,
        help=help,
        bind="query-params",
        persist_state="session",
    )
    shown = chosen if isinstance(chosen, tuple) else (chosen,)
    numbers = "is not a number" if ends == 1 else "are not two numbers"
    why = f"{numbers} from {low:g} to {high:g} for “{label}”"
    tell_missing(key, [f"{each:g}" for each in shown], {}, why)
    return chosen


def _within(word: str, low: float, high: float) -> bool:
    """Return whether a word of a link is a number within bounds."""
    try:
        return low <= float(word) <= high
    except ValueError:
        return False
