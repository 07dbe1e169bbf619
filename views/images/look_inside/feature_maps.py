"""Feature maps: a layer's activations for a picture, channel by channel."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import inside, rendering
from engine.images.analysis.convolution import behind
from engine.images.pixels import Pixels
from ui.pickers import choose_one
from views.images.framing import draw_framed, framed
from views.images.html import Figure, choose_in_pictures
from views.images.look_inside.convolution import open_filter
from views.images.networks import Network, network_of
from views.images.pictures import choose_picture

_MAXIMUM_CHANNELS = 48


def draw(card: Card, epoch: float | None) -> None:
    """Draw the channels of a layer with the largest activations."""
    network = network_of(card, epoch)
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = choose_picture(card)
        pixels = framed(picture)
        layer = _choose_layer(network)
        draw_framed(picture)
    size, tiles = _maps(network, pixels, layer)
    with right:
        st.markdown(f"**{layer}** ({inside.described(layer)}), {size}")
        filters = behind(network.load(), layer)
        figures = [_figure(layer, filters, *tile) for tile in tiles]
        choose_in_pictures(figures, "images_maps", open_filter, "5rem", "7rem")
        st.caption(
            "Largest activations first, each channel with its largest absolute value. "
            "Mid-grey is 0, white the largest value of the layer, black the same "
            "below 0. Pooled: only the largest value of each small square is kept. "
            "Activated: clearly negative values were set to about 0. Click a map: one "
            "number of its convolution is computed."
        )


def _figure(layer: str, filters: str, channel: int, peak: float, tile: str) -> Figure:
    """Return a map; a click chooses the filter of the convolution `filters`, if any."""
    return Figure(
        tile,
        f"Channel {channel + 1} of {layer}",
        note=f"no. {channel + 1}: {peak:.2f}",
        choice=f"{filters}/{channel + 1}" if filters else "",
    )


def _choose_layer(network: Network) -> str:
    """Draw the choice of a layer, at first the third; return its name."""
    layers = inside.layers(network.load())
    named = {layer: f"{layer}: {inside.described(layer)}" for layer in layers}
    third = layers[min(2, len(layers) - 1)]
    return choose_one("Layer", named, "images_map_layer", third)


@st.cache_data(max_entries=40, show_spinner=False)
def _maps(
    network: Network, pixels: Pixels, layer: str
) -> tuple[str, list[tuple[int, float, str]]]:
    """Return the size of a layer, in words, and its strongest channels."""
    maps = inside.feature_maps(network.load(), pixels, layer)
    height, width, count = maps.shape
    size = f"{count} channels of {height} × {width}"
    return size, rendering.strongest_channels(maps, _MAXIMUM_CHANNELS)
