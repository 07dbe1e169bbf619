"""Something computed step by step: a slider, Step back, Step, and Play."""

from collections.abc import Callable, Sequence

import streamlit as st

from ui.pickers import put_number, take_number

_SECONDS = 1.0  # for one step while it plays


def draw_steps(
    key: str,
    label: str,
    count: int,
    draw: Callable[[int], None],
    names: Sequence[str] = (),
    first: int = 1,
) -> None:
    """Draw the controls and one step; while it plays, the next one each second.

    Args:
        key: What the widgets' keys begin with, and the parameter in the URL.
        label: What is counted: “Place”.
        count: How many steps there are, at least two.
        draw: Draws one step, counted from 0.
        names: What each step is called on the slider; empty for its number.
        first: The step that is shown at first, from 1.
    """
    take_number(key, 1, count, first)
    playing = bool(st.session_state.get(_playing(key))) and _at(key) < count
    part = st.fragment(_draw, run_every=_SECONDS if playing else None)
    part(key, label, count, draw, names, first, playing)


def _playing(key: str) -> str:
    return f"{key}_playing"


def _at(key: str) -> int:
    """Return the present step, counted from 1."""
    return int(st.session_state[key])


def _move(key: str, by: int) -> None:
    st.session_state[key] = _at(key) + by


def _draw(
    key: str,
    label: str,
    count: int,
    draw: Callable[[int], None],
    names: Sequence[str],
    first: int,
    playing: bool,
) -> None:
    """Draw the controls and the step; move on where it plays and was drawn before."""
    drawn = f"{key}_drawn"
    if playing and st.session_state.get(drawn) == _at(key):
        st.session_state[key] = min(_at(key) + 1, count)
    st.session_state[drawn] = _at(key)
    _draw_controls(key, label, count, names, playing)
    if not playing:  # while it plays, the address stays
        put_number(key, _at(key), first)
    draw(_at(key) - 1)
    if playing and _at(key) == count:
        st.session_state[_playing(key)] = False
        st.rerun()


def _draw_controls(
    key: str, label: str, count: int, names: Sequence[str], playing: bool
) -> None:
    """Draw the slider and the buttons."""
    at = _at(key)
    if names:
        st.select_slider(
            label,
            range(1, count + 1),
            format_func=lambda step: names[step - 1],
            key=key,
            persist_state="session",
        )
    else:
        st.slider(label, 1, count, key=key, persist_state="session")
    with st.container(horizontal=True):
        for name, by, icon in (
            ("Step back", -1, "skip_previous"),
            ("Step", 1, "skip_next"),
        ):
            st.button(
                name,
                icon=f":material/{icon}:",
                key=f"{key}_{'back' if by < 0 else 'on'}",
                on_click=_move,
                args=(key, by),
                disabled=not 1 <= at + by <= count,
            )
        if st.button(
            "Pause" if playing else "Play",
            icon=":material/pause:" if playing else ":material/play_arrow:",
            key=f"{key}_play",
            help="One step a second.",
            disabled=at == count,
        ):
            st.session_state[_playing(key)] = not playing
            st.rerun()
