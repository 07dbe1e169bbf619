"""What a link names and is not here: remembered, and said until another is chosen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.notices import plain
from ui.url_state import brought

_place: ContextVar[DeltaGenerator | None] = ContextVar("place", default=None)


@contextmanager
def told_outside() -> Iterator[None]:
    """Have what is missing told here, of pickers that lie in a closed popover."""
    token = _place.set(st.container())
    try:
        yield
    finally:
        _place.reset(token)


def keep_missing(key: str, options: Collection[str]) -> None:
    """Remember what a link names and is not among the options.

    Call it before the picker is drawn, and `tell_missing` after it.

    Args:
        key: Of the picker, and the parameter in the URL.
        options: Ids that can be chosen.
    """
    arrived = brought(key)
    if missing := [name for name in arrived if name not in options]:
        st.session_state[f"_{key}_missing"] = (missing, None)
    elif arrived:
        st.session_state.pop(f"_{key}_missing", None)


def keep_missing_bound(key: str, options: Collection[str]) -> None:
    """Do what `keep_missing` does, for a bound widget.

    The browser writes its choice into the URL, too: only what is there before the
    widget is drawn for the first time is from a link.
    """
    drawn = f"_{key}_drawn"
    if key not in st.session_state and drawn not in st.session_state:
        keep_missing(key, options)
    st.session_state[drawn] = True


def tell_missing(
    key: str,
    chosen: Sequence[str],
    names: Mapping[str, str],
    why: str = "is not available here",
) -> None:
    """Say what the link named and what is shown instead, until another is chosen.

    Args:
        key: As for `keep_missing`.
        chosen: Ids that are chosen now.
        names: Id -> what it is called; those without one by their id.
        why: What is said of that which the link named.
    """
    missing, instead = st.session_state.get(f"_{key}_missing", ([], None))
    if not missing:
        return
    if instead not in (None, list(chosen)):
        del st.session_state[f"_{key}_missing"]
        return
    st.session_state[f"_{key}_missing"] = (missing, list(chosen))
    listed = ", ".join(f"“{plain(name[:60])}”" for name in missing[:3])
    shown = ", ".join(plain(names.get(name, name)) for name in chosen)
    (_place.get() or st).warning(
        f"The link names {listed}, which {why}. Shown instead: {shown or 'nothing'}.",
        icon=":material/link_off:",
    )
