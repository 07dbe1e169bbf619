"""The training images whose features are nearest to those of a picture."""

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.images.analysis import nearest, rendering, single_images
from engine.images.analysis.nearest import Neighbour
from engine.images.data import CLASSES
from engine.images.pixels import Pixels
from ui.charts.bars import Bars, class_bars
from views.images.framing import draw_framed, framed
from views.images.html import Figure, draw_pictures
from views.images.networks import Network, has_index, network_of
from views.images.pictures import choose_picture

_COUNT = 12


def draw(card: Card, epoch: float | None) -> None:
    """Draw the nearest of a few thousand training images."""
    if not has_index(card, epoch, nearest.FILE, "training images"):
        return
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = choose_picture(card)
        pixels = framed(picture)
        draw_framed(picture)
    neighbours = _nearest(network_of(card, None), pixels)
    with right:
        st.markdown(
            f"The nearest of {nearest.COUNT:,} training images, compared by the "
            "features of the penultimate layer."
        )
        if single_images.is_available(data_folder()):
            _draw_pictures(neighbours)
        else:
            class_bars(Bars(nearest.class_shares(neighbours, CLASSES)))
            st.caption(
                "The classes of the nearest images. To see the images, download "
                "CIFAR-10 with `./loupe fetch images`."
            )


def _draw_pictures(neighbours: list[Neighbour]) -> None:
    indices = [neighbour.index for neighbour in neighbours]
    pictures = single_images.read(data_folder(), "train", indices)
    draw_pictures(
        [
            Figure(
                rendering.data_uri(picture.preview),
                f"{picture.name}, class {picture.truth}",
                picture.truth,
                f"similarity {neighbour.similarity:.2f}",
            )
            for neighbour, picture in zip(neighbours, pictures, strict=True)
        ],
        "6rem",
        "8rem",
    )
    st.caption("Similarity: the cosine of the two feature vectors, −1 to 1.")


@st.cache_data(max_entries=100, show_spinner=False)
def _nearest(network: Network, pixels: Pixels) -> list[Neighbour]:
    index = nearest.read(checkpoint.find("images", network.name))
    features = nearest.features(network.load(), pixels[None])[0]
    return index.nearest(features, _COUNT)
