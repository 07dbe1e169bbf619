"""Feature maps: a layer's activations for a picture, channel by channel."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.images.analysis import inside, rendering
from engine.images.pixels import Pixels
from views.images.html import Figure, draw_pictures
from views.images.networks import chosen_fit, classifier
from views.images.pictures import choose_picture

_MAXIMUM_CHANNELS = 48


def draw(card: Card, epoch: float | None) -> None:
    """Draw the channels of a layer with the largest activations."""
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = choose_picture(card)
        fit = chosen_fit()
        pixels = picture.pixels(fit)
        layers = inside.layers(classifier(card.name, epoch))
        if st.session_state.get("images_map_layer") not in layers:
            st.session_state["images_map_layer"] = layers[min(2, len(layers) - 1)]
        layer = str(
            st.selectbox(
                "Layer",
                layers,
                format_func=lambda layer: f"{layer}: {inside.described(layer)}",
                key="images_map_layer",
                persist_state="session",
            )
        )
        draw_pictures(
            [
                Figure(
                    rendering.picture(pixels), f"Pixels of {picture.name}", picture.name
                )
            ]
        )
    size, tiles = _maps(card.name, card.digests, epoch, pixels, layer)
    with right:
        st.markdown(f"**{layer}** ({inside.described(layer)}), {size}")
        draw_pictures(
            [
                Figure(
                    tile,
                    f"Channel {channel} of {layer}",
                    "",
                    f"no. {channel}: {peak:.2f}",
                )
                for channel, peak, tile in tiles
            ],
            "5rem",
            "7rem",
        )
        st.caption(
            "Largest activations first, each channel with its largest absolute value. "
            "Mid-grey is 0, white the largest value of the layer, black the same "
            "below 0."
        )


@st.cache_data(max_entries=40, show_spinner=False)
def _maps(
    name: str, digests: Digests, epoch: float | None, pixels: Pixels, layer: str
) -> tuple[str, list[tuple[int, float, str]]]:
    """Return the size of a layer, in words, and its strongest channels."""
    maps = inside.feature_maps(classifier(name, epoch), pixels, layer)
    height, width, count = maps.shape
    size = f"{count} channels of {height} × {width}"
    return size, rendering.strongest_channels(maps, _MAXIMUM_CHANNELS)
