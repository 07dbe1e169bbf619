"""The state of a page in its URL, for links and reloads.

What a link cannot carry is said where it is shown, and beside “Copy link”, which
collects these sentences; a link that left a text out says so where it is opened.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from time import monotonic

import streamlit as st
from streamlit.errors import StreamlitAPIException

_MOST = 2_500  # characters of a text in a URL: longer ones break
_LATE_SECONDS = 5.0  # within which a click can still arrive with the previous URL


def brought(key: str) -> list[str]:
    """Return a parameter's values from a link; [] where the page itself wrote them.

    A click can leave the browser before the URL that we just wrote reaches it, and then
    comes with the previous URL once more: that is not a link either.
    """
    now: list[str] = st.query_params.get_all(key)
    before, since = st.session_state.get(_before(key), (None, 0.0))
    late = now == before and monotonic() - since < _LATE_SECONDS
    return [] if late or now == st.session_state.get(_written(key)) else now


def put(key: str, values: Sequence[str]) -> None:
    """Write a parameter's values into the URL; without values, remove it."""
    shown, there = list(values), st.query_params.get_all(key)
    if there != shown:
        if shown != st.session_state.get(_written(key)):
            st.session_state[_before(key)] = (there, monotonic())
        if shown:
            st.query_params[key] = shown
        else:
            del st.query_params[key]
    st.session_state[_written(key)] = shown


def linked(key: str) -> str | None:
    """Return the user's own text from a link; None where there is no new one.

    Args:
        key: Of the widget, and the parameter in the URL.
    """
    return next(iter(brought(key)), None)


def put_in_link(key: str, text: str | None) -> bool:
    """Write the user's own text into the URL, unless it is too long.

    Args:
        key: Of the widget, and the parameter in the URL.
        text: The text; None where it is not the user's own.

    Returns:
        False where the text is too long, and the link opens without it.
    """
    own = text if text and text.strip() else ""
    carried = _length(own) <= _MOST
    put(key, [own] if own and carried else [])
    return carried


def put_all_in_link(key: str, values: Sequence[str]) -> bool:
    """Write several choices into the URL, unless they are too long together.

    Args:
        key: Of the choice, and the parameter in the URL.
        values: The choices.

    Returns:
        False where they are too long, and the link opens without any of them.
    """
    carried = sum(len(f"&{key}=") + _length(value) for value in values) <= _MOST
    put(key, values if carried else [])
    return carried


def take_text(key: str) -> None:
    """Set a text field to the text of a link; call it before the field is drawn.

    Args:
        key: Of the widget, and the parameter in the URL.
    """
    if text := linked(key):
        st.session_state[key] = text
    take_left_out(key)


def put_text(key: str, text: str, what: str, default: str = "") -> None:
    """Write a field's text into the URL; say what a link could not or cannot carry.

    Args:
        key: Of the widget, and the parameter in the URL.
        text: In the field.
        what: The text at the start of a sentence: "The paragraph".
        default: The text that a link need not carry.
    """
    own = text != default
    carried = put_in_link(key, text if own else None)
    put_left_out(key, is_left_out=not carried)
    if not carried:
        tell_not_carried(what)
    arrival = f"{what} of this link was too long for it. Paste it here."
    tell_left_out(key, arrival, is_replaced=own)


def take_left_out(key: str) -> None:
    """Remember whether a link left something out; `tell_left_out` says so.

    Args:
        key: Of what is left out: `put_left_out` wrote it into the link.
    """
    if brought(_left_out(key)):
        st.session_state[f"_{key}_lost"] = True


def put_left_out(key: str, *, is_left_out: bool) -> None:
    """Write into the URL whether a link to this page opens without something."""
    put(_left_out(key), ["yes"] if is_left_out else [])


def tell_left_out(key: str, sentence: str, *, is_replaced: bool) -> None:
    """Say what the link that opened this page left out, until it is replaced."""
    if is_replaced:
        st.session_state.pop(f"_{key}_lost", None)
    elif st.session_state.get(f"_{key}_lost"):
        st.info(sentence, icon=":material/link_off:")


def renamed(key: str, labels: Mapping[str, str]) -> None:
    """Let older links choose an option of a bound widget that has another label now.

    Args:
        key: Of the widget, and the parameter in the URL.
        labels: Label in older links -> label now.
    """
    if (old := st.query_params.get(key)) in labels:
        st.session_state[key] = labels[str(old)]
        del st.query_params[key]


def put_state(state: Mapping[str, object]) -> None:
    """Put a page into a state; for callbacks.

    Args:
        state: Key of the session state -> value; None forgets what is there.
    """
    for key, value in state.items():
        # A link that was not used yet must not win; a bound widget sees to its own.
        with suppress(StreamlitAPIException):
            st.query_params.pop(key, None)
        _set(key, value)


def reopen_state(state: Mapping[str, object]) -> None:
    """Put a page into the state that a link was sent from, before it is drawn.

    What the sender changed afterwards is in the link itself.

    Args:
        state: As for `put_state`; an empty text is the sender's own, and left out.
    """
    for key, value in state.items():
        if key not in st.query_params and value != "":
            with suppress(StreamlitAPIException):  # a widget that was drawn already
                _set(key, value)


def default_of(key: str) -> str:
    """Return where a picker that follows its default keeps the last one."""
    return f"_{key}_default"


def _set(key: str, value: object) -> None:
    st.session_state.pop(default_of(key), None)
    if value is None:
        st.session_state.pop(key, None)
    else:
        st.session_state[key] = value


def tell_not_carried(what: str, why: str = "is too long for a link") -> None:
    """Say that the link to this page opens without something that it shows.

    Args:
        what: At the start of a sentence: "The paragraph".
        why: Goes on with it.
    """
    # “Copy link” finds the sentence by the key: ui/copy_link.py.
    with st.container(key=f"not_carried_{what.replace(' ', '_')}"):
        st.caption(f"{what} {why}: a link to this page opens without it.")


def _length(text: str) -> int:
    """Return about how long a text is in a URL, where an ü takes six characters."""
    content = text.encode(errors="replace")
    return sum(1 if byte < 128 else 3 for byte in content)


def _left_out(key: str) -> str:
    return f"{key}_left_out"


def _written(key: str) -> str:
    return f"_{key}_in_address"


def _before(key: str) -> str:
    return f"_{key}_in_address_before"
