"""Pickers whose choice is in the URL by its id, not by its label.

Every choice travels in a link in one of two ways. A widget whose options and default
are written in our code is bound (`ui.links.bound`), which writes its *label*.
Where they come from data (networks, runs, layers, classes, words), labels change and
choices vanish: the pickers here write the checkpoint's name or the run's id, and for a
choice that does not exist, from an old link or after a deletion, they show the default
and say so. `tests/ui/test_links.py` holds that there is no third way.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from ui.links.missing import keep_missing, tell_missing
from ui.url_state import brought, default_of, put


def choose_one(
    label: str,
    options: Mapping[str, str],
    key: str,
    default: str,
    help: str | None = None,
) -> str:
    """Draw a selectbox; return the id of the choice.

    Args:
        label: Of the widget.
        options: Id -> label, in order, at least one.
        key: Of the widget, and the parameter in the URL.
        default: The id that is chosen at first.
        help: Its explanation.
    """
    take_choice(key, options)
    names = _distinct(options)
    shown, now = _shown(key, names), st.session_state.get(key)
    if now not in options:
        meant = shown.get(str(now))
        st.session_state[key] = meant if meant in options else default
    chosen = str(
        st.selectbox(
            label,
            list(options),
            format_func=lambda option: names.get(option, option),
            key=key,
            help=help,
            filter_mode="contains",
            persist_state="session",
        )
    )
    put(key, [] if chosen == default else [chosen])
    tell_missing(key, [chosen], names)
    return chosen


def _shown(key: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the ids of the options by the words of the last two runs.

    The browser chooses by the words that it was shown. Where the page is just drawn
    with others, as with other counts, Streamlit knows no such option.

    Args:
        key: Of the widget.
        names: Id -> the words of this run, which are kept for the next ones.
    """
    now, kept = {words: option for option, words in names.items()}, f"_{key}_words"
    latest, before = st.session_state.get(kept, ({}, {}))
    if now != latest:
        st.session_state[kept] = (now, latest)
    return {**before, **latest}


def choose_several(
    label: str, options: Mapping[str, str], key: str, default: str, most: int
) -> list[str]:
    """Draw a multiselect; return the ids of the choices, at most `most`.

    Arguments as for `choose_one`; a default of "" chooses nothing at first.
    """
    first = [default] if default else []
    linked = [option for option in brought(key) if option in options]
    keep_missing(key, options)
    names = _distinct(options)
    shown = _shown(key, names)
    if linked:
        st.session_state[key] = linked[:most]
    elif key not in st.session_state:
        st.session_state[key] = first
    else:
        meant = (c if c in options else shown.get(c) for c in st.session_state[key])
        st.session_state[key] = [c for c in meant if c in options]
    chosen = st.multiselect(
        label,
        list(options),
        format_func=lambda option: names.get(option, option),
        max_selections=most,
        key=key,
        persist_state="session",
    )
    put(key, [] if chosen == first else chosen)
    tell_missing(key, chosen, names)
    return list(chosen)


def choose_number(
    label: str, low: int, high: int, key: str, default: int, help: str | None = None
) -> int:
    """Draw a field for a whole number; return it.

    Args:
        label: Of the widget.
        low: The smallest number.
        high: The largest number.
        key: Of the widget, and the parameter in the URL.
        default: The number at first.
        help: Its explanation.
    """
    take_number(key, low, high, default)
    number = int(
        st.number_input(label, low, high, key=key, help=help, persist_state="session")
    )
    put_number(key, number, default)
    return number


def choose_place(label: str, low: int, high: int, key: str, default: int) -> int:
    """Draw a slider over whole numbers; return the chosen one.

    Arguments as for `choose_number`; `low` is less than `high`.
    """
    take_number(key, low, high, default)
    number = int(st.slider(label, low, high, key=key, persist_state="session"))
    put_number(key, number, default)
    return number


def choose_span(label: str, count: int, key: str, default: range) -> range:
    """Draw a slider with two ends over items from 1 to `count`; return the indices.

    Args:
        label: Of the widget.
        count: How many items there are, at least two.
        key: Of the widget, and the parameter in the URL ("3-9", both ends included).
        default: The indices at first, from 0.
    """
    first = (default.start + 1, default.stop)
    if linked := brought(key):
        words = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", linked[0])
        st.session_state[key] = tuple(map(int, words.groups())) if words else (0, 0)
    low, high = st.session_state.get(key) or first
    inside = 1 <= low <= high <= count
    keep_missing(key, linked if inside else [])
    st.session_state[key] = (low, high) if inside else (1, min(first[1], count))
    ends: Any = st.slider(label, 1, count, key=key, persist_state="session")
    low, high = ends  # two, as the value is a pair
    put(key, [] if (low, high) == first else [f"{low}-{high}"])
    tell_missing(key, [f"{low}-{high}"], {})
    return range(int(low) - 1, int(high))


def follow_default(key: str, default: object) -> None:
    """Let a choice that was left at its default go on following it.

    For a default that is computed, as from the picture in use. Call it before the
    picker; a choice that `put_state` or a link makes stays.

    Args:
        key: Of the widget.
        default: The choice at first, as the widget keeps it.
    """
    before = st.session_state.get(default_of(key))
    if before not in (None, default) and st.session_state.get(key) == before:
        del st.session_state[key]
    st.session_state[default_of(key)] = default


def take_number(key: str, low: int, high: int, default: int) -> None:
    """Set a widget's whole number to that of a link, else keep it in its bounds.

    `bind="query-params"` fails on a link with an infinite number; here whatever is not
    a whole number is passed over. Call it before the widget is drawn, and `put_number`
    after it.

    Args:
        key: Of the widget, and the parameter in the URL.
        low: The smallest number.
        high: The largest number.
        default: The number at first.
    """
    arrived = brought(key)[:1]
    fitting = [
        word
        for word in arrived
        if re.fullmatch(r"-?[0-9]{1,15}", word) and low <= int(word) <= high
    ]
    keep_missing(key, fitting)
    if arrived:
        st.session_state[key] = int(fitting[0]) if fitting else default
    number = int(st.session_state.get(key, default))
    st.session_state[key] = max(low, min(number, high))


def put_number(key: str, number: int, default: int) -> None:
    """Write a widget's number into the URL; say so if the link named another."""
    put(key, [] if number == default else [str(number)])
    tell_missing(key, [str(number)], {})


def take_choice(key: str, options: Collection[str]) -> None:
    """Set a widget's value to the option that a link names, if it names one.

    Call it before the widget is drawn, and `put_choice` after it.

    Args:
        key: Of the widget, and the parameter in the URL.
        options: Ids that can be chosen.
    """
    linked = [option for option in brought(key) if option in options]
    keep_missing(key, options)
    if linked:
        st.session_state[key] = linked[0]


def put_choice(key: str, chosen: str | None, names: Mapping[str, str]) -> None:
    """Write a choice without a default into the URL; say if the link named another."""
    put(key, [] if chosen is None else [chosen])
    tell_missing(key, [] if chosen is None else [chosen], names)


def _distinct(options: Mapping[str, str]) -> dict[str, str]:
    """Return the labels, with the id where two are the same."""
    counts = Counter(options.values())
    return {
        # A run's id ends in what tells it apart; a shipped network's name is whole.
        name: f"{label} ({name[-4:] if name[:8].isdigit() else name})"
        if counts[label] > 1
        else label
        for name, label in options.items()
    }
