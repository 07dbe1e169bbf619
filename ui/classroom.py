"""The classroom view: no menu, no settings, larger type; for a projector.

`?view=class` opens it. What is hidden is still drawn, so that nothing changes and
“Show settings” brings it back; notices in it are shown.
"""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.url_state import brought, put

_VIEW, _CLASS = "view", "class"
_ON, _SETTINGS = "classroom", "classroom_settings"
_LOOK = Path(__file__).with_name("classroom.css").read_text(encoding="utf-8")
_WITHOUT = "/* without settings */"


def settings(name: str) -> DeltaGenerator:
    """Return a container for settings, which the classroom view hides.

    Args:
        name: Ends its key; one on each page.
    """
    return st.container(key=f"settings_{name}")


def take_link() -> bool:
    """Return whether the classroom view is on, by a link or a click."""
    if linked := brought(_VIEW):
        st.session_state[_ON] = linked == [_CLASS]
    is_on = bool(st.session_state.get(_ON))
    put(_VIEW, [_CLASS] if is_on else [])
    return is_on


def draw_look() -> None:
    """Draw the larger type, and hide the menu and, unless asked for, settings."""
    larger, without = _LOOK.split(_WITHOUT)
    shown = bool(st.session_state.get(_SETTINGS))
    st.html(f"<style>{larger}{'' if shown else without}</style>")


def draw_bar() -> None:
    """Draw what the view has in place of the menu."""
    st.toggle(
        "Show settings", key=_SETTINGS, bind="query-params", persist_state="session"
    )
    st.button(
        "Leave classroom view",
        icon=":material/close_fullscreen:",
        key="classroom_leave",
        type="tertiary",
        on_click=_turn,
        args=(False,),
    )


def draw_switch() -> None:
    """Draw the button of the menu that turns the view on."""
    st.button(
        "Classroom view",
        icon=":material/cast_for_education:",
        key="classroom_enter",
        type="tertiary",
        help="Larger type without menu and settings, for a projector.",
        on_click=_turn,
        args=(True,),
    )


def _turn(is_on: bool) -> None:
    st.session_state[_ON] = is_on
