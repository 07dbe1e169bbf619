"""Look inside: what single units follow, and what surprises whom."""

import streamlit as st

from engine.checkpoint import Card
from pages.parts import language_surprise, language_units

_VIEWS = {"Hidden units": language_units.draw, "Surprise map": language_surprise.draw}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        default="Hidden units",
        required=True,
        key="language_view",
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
    )
    _VIEWS.get(str(view), language_units.draw)(card, epoch)
