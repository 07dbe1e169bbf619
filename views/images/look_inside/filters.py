"""The first layers' filters, as the pictures that each answers to."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.images.analysis import inside, shown
from views.images.html import Shown, draw_pictures
from views.images.networks import classifier

_WORDS = {
    "whitening": "Calculated from training images before training, and never changed: "
    "patches of 2 × 2 pixels, first what most pictures have much of. The second half "
    "is the same, negated.",
    "conv_1a": "Learned. They look at whitened patches; here is what each answers to "
    "in the pixels, near zero.",
    "conv_1": "Learned, 5 × 5 pixels each.",
}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the filters of a network at an epoch."""
    st.markdown(
        "What each filter of the first layers fits best: colours where it wants them, "
        "grey where it does not care. Move the epoch above to see them form."
    )
    for layer, tiles in filter_tiles(card.name, card.digests, epoch).items():
        st.markdown(f"**{layer}**, {len(tiles)} filters")
        st.caption(_WORDS.get(layer, ""))
        draw_pictures(
            [Shown(one, f"Filter {place} of {layer}") for place, one in _count(tiles)],
            "2.6rem",
            "4rem",
        )


def _count(tiles: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(tiles, 1))


@st.cache_data(max_entries=40, show_spinner=False)
def filter_tiles(
    name: str, digests: Digests, epoch: float | None
) -> dict[str, list[str]]:
    """Return the first layers' filters as pictures, by layer."""
    network = classifier(name, epoch)
    return {
        layer: shown.tiles(found) for layer, found in inside.filters(network).items()
    }
