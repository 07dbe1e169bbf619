"""The first layers' filters, as the pattern that each responds to most."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import inside, rendering
from views.images.html import Figure, draw_pictures
from views.images.networks import Network, network_of

_CAPTIONS = {
    "whitening": "Not learned: the principal components of 2 × 2 patches of training "
    "images, largest variance first; computed once, then frozen. The second half is "
    "the first, negated.",
    "conv_1a": "Learned. Their input is the whitened patches. Each tile is the pixel "
    "pattern that a filter responds to, taking the activation as linear.",
    "conv_1": "Learned, 5 × 5 pixels each.",
}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the filters of a network at an epoch."""
    st.markdown(
        "The pattern that each filter of the first layers responds to most. Grey means "
        "a weight of zero. Change the epoch above to see the filters form."
    )
    for layer, tiles in filter_tiles(network_of(card, epoch)).items():
        st.markdown(f"**{layer}**, {len(tiles)} filters")
        st.caption(_CAPTIONS.get(layer, ""))
        draw_pictures(
            [
                Figure(tile, f"Filter {number} of {layer}")
                for number, tile in enumerate(tiles, 1)
            ],
            "2.6rem",
            "4rem",
        )


@st.cache_data(max_entries=40, show_spinner=False)
def filter_tiles(network: Network) -> dict[str, list[str]]:
    """Return the first layers' filters as pictures, by layer."""
    return {
        layer: rendering.filter_pictures(kernels)
        for layer, kernels in inside.filters(network.load()).items()
    }
