"""The networks of the images page, and what they say of a picture, kept."""

from typing import TYPE_CHECKING

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.errors import CheckpointError
from engine.images import calibration
from engine.images.analysis import example, outcomes
from engine.images.analysis.held import Held
from engine.images.analysis.outcomes import Outcomes
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
    """Return how a picture that is not square is fitted, as on the Try tab."""
    chosen = st.session_state.get("images_fit") or st.query_params.get("images_fit")
    return "pad" if chosen == "pad" else "crop"


def knows_cifar10(card: Card) -> bool:
    """Return whether a network learned the ten published classes, not a person's."""
    return set(card.sources) <= {source.name for source in SOURCES}


def answer(card: Card, epoch: float | None, held: Held, fit: str) -> Answer:
    """Return what a network says of a picture; the worked example needs no network."""
    known = worked_example(card)
    as_stored = epoch is None and fit == "crop"
    if known is not None and as_stored and held.id == f"drawn-{known.name}":
        return known
    pixels = held.pixels(fit)
    return _answer(card.name, card.digests, epoch, held.name, held.notes, pixels)


@st.cache_data(max_entries=500, show_spinner=False)
def _answer(
    name: str,
    digests: Digests,
    epoch: float | None,
    picture: str,
    notes: tuple[str, ...],
    pixels: Pixels,
) -> Answer:
    network = classifier(name, epoch)
    return network.classify_pixels(pixels, picture, notes)


def worked_example(card: Card) -> Answer | None:
    """Return the example that a checkpoint carries; None where it has none."""
    if example.FILE not in card.files:
        return None
    try:
        return _example(card.name, card.digests)
    except CheckpointError:
        return None


@st.cache_resource(max_entries=16, show_spinner=False)
def _example(name: str, digests: Digests) -> Answer:
    return example.read(checkpoint.find("images", name))


def calibration_of(card: Card) -> Calibration:
    """Return how sure a network may be.

    Raises:
        CheckpointError: It cannot be read.
    """
    return calibration.read(checkpoint.find("images", card.name))


def outcomes_of(card: Card) -> Outcomes | None:
    """Return what a network said of all test images; None where it carries nothing."""
    if outcomes.FILE not in card.files:
        return None
    try:
        return _outcomes(card.name, card.digests)
    except CheckpointError:
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _outcomes(name: str, digests: Digests) -> Outcomes:
    return outcomes.read(checkpoint.find("images", name), CLASSES)
