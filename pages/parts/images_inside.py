"""Look inside: where it looks, what it is made of, what it has seen like it."""

import streamlit as st

from engine.checkpoint import Card
from pages.parts import (
    images_epochs,
    images_filters,
    images_maps,
    images_nearest,
    images_where,
)

_VIEWS = {
    "Where it looks": images_where.draw,
    "Filters": images_filters.draw,
    "Feature maps": images_maps.draw,
    "Most like it": images_nearest.draw,
    "Through the epochs": images_epochs.draw,
}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        default="Where it looks",
        required=True,
        key="images_view",
        label_visibility="collapsed",
        bind="query-params",
        wrap=True,
        persist_state="session",
    )
    _VIEWS.get(str(view), images_where.draw)(card, epoch)
