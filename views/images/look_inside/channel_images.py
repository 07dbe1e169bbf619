"""The test images on which a channel is largest."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.data.sources import data_folder
from engine.images.analysis import channel_images, convolution, rendering, single_images
from engine.images.analysis.channel_images import Response, Stage
from engine.images.analysis.prepared import PreparedPicture
from engine.images.data import TEST
from ui.loading import folder_with
from views.images.cell import CHOOSE, Thumbnail, draw_test_images, list_test_images
from views.images.networks import has_index


def draw(card: Card, epoch: float | None, stage: str, channel: int) -> None:
    """Draw the test images of a channel, counted from 0, its largest value first."""
    st.subheader(
        f"Test images with the largest values of no. {channel + 1}", anchor=False
    )
    if not has_index(card, epoch, channel_images.FILE, "test images"):
        return
    indexed = _index(card.name, card.digests)[stage]
    responses = indexed.of(channel)
    if responses[0].value <= 0:
        st.caption("This channel is not above 0 on any of the 10,000 test images.")
        return
    if not single_images.is_available(data_folder()):
        list_test_images([response.index for response in responses])
        return
    indices = [response.index for response in responses]
    pictures = single_images.read(data_folder(), TEST, indices)
    draw_test_images(
        "images_channel_images",
        card.name,
        [
            _thumbnail(response, picture, indexed.size)
            for response, picture in zip(responses, pictures, strict=True)
        ],
    )
    st.caption(_explanation(indexed) + CHOOSE)


def _thumbnail(
    response: Response, picture: PreparedPicture, size: tuple[int, int]
) -> Thumbnail:
    """Return a test image, framed where the channel is largest."""
    pixels = picture.pad
    if size != (1, 1):
        pixels = convolution.marked(pixels, response.place, size)
    note = f"{picture.truth}, {response.value:.2f}"
    name = f"{picture.name}, {picture.truth}"
    return Thumbnail(response.index, name, note, rendering.picture(pixels))


def _explanation(stage: Stage) -> str:
    """Return what is shown below the images."""
    said = "Of the 10,000 test images, with their true class and the channel’s value. "
    if stage.size != (1, 1):
        said += (
            "Framed: the pixels below the largest value of its map; that value depends "
            "on a larger area around them. "
        )
    return said + (
        "Images with something in common suggest what a channel detects; they do not "
        "show what else it responds to a little less. "
    )


@st.cache_resource(max_entries=8, show_spinner=False)
def _index(name: str, digests: Digests) -> dict[str, Stage]:
    return channel_images.read(folder_with("images", name, channel_images.FILE))
