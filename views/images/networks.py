"""The networks of the images page and their answers, cached."""

from typing import TYPE_CHECKING

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
from ui.loading import predictor

if TYPE_CHECKING:
    from engine.images.predict import Classifier


def classifier(name: str, epoch: float | None = None) -> "Classifier":
    """Return a network's `Classifier`, as `ui.loading.predictor` does."""
    loaded: Classifier = predictor("images", name, epoch)
    return loaded


def chosen_fit() -> str:
    """Return the Try tab's "crop" or "pad", for pictures that are not square."""
    chosen = st.session_state.get("images_fit") or st.query_params.get("images_fit")
    return "pad" if chosen == "pad" else "crop"


def is_cifar10(card: Card) -> bool:
    """Return whether a network was trained on CIFAR-10, not on a user's pictures."""
    return set(card.sources) <= {source.name for source in SOURCES}


def classify(
    card: Card, epoch: float | None, picture: PreparedPicture, fit: str
) -> Answer:
    """Return the answer to a picture; that of the worked example loads no network."""
    example = worked_example(card)
    as_stored = epoch is None and fit == "crop"
    if example and as_stored and picture.id == f"drawn-{example.name}":
        return example
    pixels = picture.pixels(fit)
    return _classify(
        card.name, card.digests, epoch, picture.name, picture.notes, pixels
    )


@st.cache_data(max_entries=500, show_spinner=False)
def _classify(
    name: str,
    digests: Digests,
    epoch: float | None,
    title: str,
    notes: tuple[str, ...],
    pixels: Pixels,
) -> Answer:
    network = classifier(name, epoch)
    return network.classify_pixels(pixels, title, notes)


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
    return stored_example.read(checkpoint.find("images", name))


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
