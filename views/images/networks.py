"""The networks of the images page and their answers, cached."""

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.errors import CheckpointError
from engine.images import calibration
from engine.images.analysis import example as stored_example
from engine.images.analysis import outcomes
from engine.images.analysis.outcomes import Outcomes
from engine.images.analysis.prepared import PreparedPicture
from engine.images.answers import Answer
from engine.images.calibration import Calibration
from engine.images.data import CLASSES, SOURCES
from engine.images.pixels import Pixels
from ui.loading import folder_with, predictor
from views.images.framing import framed

if TYPE_CHECKING:
    from engine.images.predict import Classifier


class Network(NamedTuple):
    """A checkpoint at an epoch: what its cached results depend on."""

    name: str  # of the checkpoint
    digests: Digests  # of its files
    epoch: float | None  # None: its final weights

    def load(self) -> "Classifier":
        """Return the loaded network, as `ui.loading.predictor` does."""
        loaded: Classifier = predictor("images", self.name, self.epoch)
        return loaded


def network_of(card: Card, epoch: float | None) -> Network:
    """Return the network of a card at an epoch."""
    return Network(card.name, card.digests, epoch)


def is_cifar10(card: Card) -> bool:
    """Return whether a network was trained on CIFAR-10, not on a user's pictures."""
    return set(card.sources) <= {source.name for source in SOURCES}


def has_index(card: Card, epoch: float | None, file: str, of: str) -> bool:
    """Return whether an index of images belongs to these weights; if not, say why.

    Args:
        card: The network's.
        epoch: Of its weights.
        file: Of the index.
        of: What it lists: “training images”.
    """
    if file not in card.files:
        st.info(
            f"This network has no index of {of}: `./loupe publish` makes one. Choose a "
            "network that has it above.",
            icon=":material/info:",
        )
    elif epoch is not None:
        st.info(
            "The index belongs to the final weights. Set the epoch above to “final”.",
            icon=":material/info:",
        )
    return file in card.files and epoch is None


def classify(card: Card, epoch: float | None, picture: PreparedPicture) -> Answer:
    """Return the answer to a picture; that of the worked example loads no network."""
    example = worked_example(card)
    if example and epoch is None and picture.id == f"drawn-{example.name}":
        return example
    network = network_of(card, epoch)
    return classify_pixels(network, framed(picture), picture.name, picture.notes)


@st.cache_data(max_entries=500, show_spinner=False)
def classify_pixels(
    network: Network, pixels: Pixels, title: str, notes: tuple[str, ...]
) -> Answer:
    """Return the answer to pixels (32, 32, 3) of the picture with that title."""
    return network.load().classify_pixels(pixels, title, notes)


def worked_example(card: Card) -> Answer | None:
    """Return the worked example of a checkpoint, or None."""
    if stored_example.FILE not in card.files:
        return None
    try:
        return _example(card.name, card.digests)
    except CheckpointError:
        return None


@st.cache_resource(max_entries=16, show_spinner=False)
def _example(name: str, digests: Digests) -> Answer:
    return stored_example.read(folder_with("images", name, stored_example.FILE))


def calibration_of(card: Card) -> Calibration:
    """Return the calibration of a network.

    Raises:
        CheckpointError: It cannot be read.
    """
    return calibration.read(checkpoint.find("images", card.name))


def outcomes_of(card: Card) -> Outcomes | None:
    """Return the answers to all test images that a checkpoint stores, or None."""
    if outcomes.FILE not in card.files:
        return None
    try:
        return _outcomes(card.name, card.digests)
    except CheckpointError:
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _outcomes(name: str, digests: Digests) -> Outcomes:
    return outcomes.read(checkpoint.find("images", name), CLASSES)
