"""The figures of a card: the accuracy of a checkpoint."""

from pathlib import Path
from typing import Any

import numpy as np

from engine.checkpoints.checkpoint import Card
from engine.checkpoints.provenance import own_data
from engine.errors import CheckpointError, ConfigError, UnknownNameError
from engine.images import data
from engine.images.calibration import Calibration
from engine.images.data import TEST, VALIDATION
from engine.images.evaluate import Logits, accuracy, averaged_logits, view_logits
from engine.images.finishing import TRAINING_IMAGES
from engine.images.pixels import Pictures
from engine.images.predict import NETWORK, Classifier


def evaluate(
    folder: Path, root: Path, limit: int | None, measure: str
) -> dict[str, Any]:
    """Return the figures of a checkpoint; see `ImagesExperiment.evaluate`."""
    if measure not in ("", VALIDATION):
        raise UnknownNameError("measure of images", measure, [VALIDATION])
    if limit is not None and limit < 1:
        raise ConfigError(f"“limit” must be at least 1, not {limit}.")
    classifier = Classifier(folder)
    if measure and not classifier.card.facts["validation_images"]:
        return {"n": 0, "split": VALIDATION}  # it was trained on all images
    if NETWORK in classifier.card.facts:
        return _cross_validated(classifier, folder, limit)
    pictures, split = measured_on(classifier.card, folder, root, measure)
    pictures = first(pictures, limit)
    of_views = view_logits(classifier.model, pictures.pixels)
    return figures(of_views, pictures, classifier.calibration) | {"split": split}


def _cross_validated(
    classifier: Classifier, folder: Path, limit: int | None
) -> dict[str, Any]:
    """Return the figures of transfer learning, of all pictures or the first `limit`."""
    from engine.images import transfer

    own = own_data(classifier.card, folder, data.SOURCES)
    if own is None:
        raise CheckpointError(f"{classifier.name} was trained on no pictures of yours.")
    predicted, pictures = transfer.evaluate(classifier.card, classifier.model, own)
    measured = first(pictures, limit)
    of_first = predicted[:, : len(measured)]
    values = figures(of_first, measured, classifier.calibration)
    return values | {"split": transfer.CROSS_VALIDATION}


def figures(
    of_views: Logits, pictures: Pictures, calibration: Calibration
) -> dict[str, Any]:
    """Return accuracies and calibration error, 0 to 1, and `n`, of logits (6, N, K).

    There is no calibration error where nothing better than training images was there
    to calibrate on.
    """
    averaged = averaged_logits(of_views)
    values: dict[str, Any] = {
        "accuracy": accuracy(of_views[0], pictures.labels),
        "accuracy_averaged": accuracy(averaged, pictures.labels),
    }
    if calibration.n and calibration.measured_on != TRAINING_IMAGES:
        values["confidence_ece"] = calibration.error(averaged, pictures.labels)
    return values | {"n": len(pictures)}


def measured_on(
    card: Card, folder: Path, root: Path, measure: str = ""
) -> tuple[Pictures, str]:
    """Return the images that a checkpoint is measured on, and their split's name.

    CIFAR-10's test images; of the user's own pictures the validation images.

    Raises:
        CheckpointError: The pictures that it was trained on are missing.
        DataMissingError, DataDamagedError: As `data.read`.
    """
    own = own_data(card, folder, data.SOURCES)
    if own is None and not measure:
        return data.read(root, TEST), TEST
    count = int(card.facts["validation_images"])
    split = data.training_set(root, own, card.facts["title"], count)
    return split.validation, VALIDATION


def first(pictures: Pictures, limit: int | None) -> Pictures:
    """Return the first `limit` images, or all."""
    return (
        pictures if limit is None else pictures.chosen(np.arange(len(pictures))[:limit])
    )
