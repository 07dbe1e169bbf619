"""Look inside: where it looks, the whole network, its parts, and their history."""

from engine.checkpoints.checkpoint import Card
from ui.tabs import choose_view
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
    _VIEWS[choose_view(list(_VIEWS), "images_view")](card, epoch)
