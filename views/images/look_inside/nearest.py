"""Training images that the network takes for much the same as a picture."""

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.data.sources import data_folder
from engine.images.analysis import album, nearest, shown
from engine.images.analysis.nearest import Neighbour
from engine.images.data import CLASSES
from engine.images.pixels import Pixels
from ui.charts.bars import Bars, class_bars
from views.images.html import Shown, draw_pictures
from views.images.networks import chosen_fit, classifier
from views.images.pictures import choose_picture

_COUNT = 12


def draw(card: Card, epoch: float | None) -> None:
    """Draw the nearest of some thousand training images."""
    if nearest.FILE not in card.files:
        st.info(
            "This network has no index of training images: `./loupe publish` makes "
            "one. Choose a shipped network above.",
            icon=":material/info:",
        )
        return
    if epoch is not None:
        st.info(
            "The index belongs to the final weights. Set the epoch above to “final”.",
            icon=":material/info:",
        )
        return
    left, right = st.columns([1, 2], gap="large")
    with left:
        held = choose_picture(card)
        fit = chosen_fit()
        pixels = held.pixels(fit)
        draw_pictures(
            [Shown(shown.picture(pixels), f"Pixels of {held.name}", held.name)]
        )
    found = _nearest(card.name, card.digests, pixels)
    with right:
        st.markdown(
            f"The nearest of {nearest.COUNT:,} training images, compared by the "
            "features that the last layer passes to the logits."
        )
        if album.is_here(data_folder()):
            _draw_pictures(found)
        else:
            class_bars(Bars(nearest.class_shares(found, CLASSES)))
            st.caption(
                "The classes of the nearest images. To see the images, download "
                "CIFAR-10 with `./loupe fetch images`."
            )


def _draw_pictures(found: list[Neighbour]) -> None:
    held = album.take(data_folder(), "train", [one.place for one in found])
    draw_pictures(
        [
            Shown(
                shown.address(picture.preview),
                f"{picture.name}, class {picture.truth}",
                picture.truth,
                f"similarity {one.likeness:.2f}",
            )
            for one, picture in zip(found, held, strict=True)
        ],
        "6rem",
        "8rem",
    )
    st.caption("Similarity: the cosine of the two feature vectors, −1 to 1.")


@st.cache_data(max_entries=100, show_spinner=False)
def _nearest(name: str, digests: Digests, pixels: Pixels) -> list[Neighbour]:
    index = nearest.read(checkpoint.find("images", name))
    features = nearest.features(classifier(name), pixels[None])[0]
    return index.nearest(features, _COUNT)
