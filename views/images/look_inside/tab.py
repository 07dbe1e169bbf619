"""Look inside: where it looks, the whole network, its parts, and their history."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from ui.links.bound import choose_bound
from views.images.look_inside import (
    channel,
    convolution,
    epochs,
    feature_maps,
    filters,
    heat_maps,
    nearest,
    network_map,
)

_VIEWS = {
    "Where it looks": heat_maps.draw,
    "The whole network": network_map.draw,
    "One convolution": convolution.draw,
    "Filters": filters.draw,
    "Feature maps": feature_maps.draw,
    channel.VIEW: channel.draw,
    "Nearest training images": nearest.draw,
    "Over the epochs": epochs.draw,
}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    view = choose_bound(
        st.segmented_control,
        "View",
        list(_VIEWS),
        default="Where it looks",
        required=True,
        key="images_view",
        label_visibility="collapsed",
        wrap=True,
        persist_state="session",
    )
    _VIEWS.get(str(view), heat_maps.draw)(card, epoch)
