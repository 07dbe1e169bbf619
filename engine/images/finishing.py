"""Validation during training, and the checkpoint at its end."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from engine.accuracy import in_words
from engine.checkpoints import provenance, weights
from engine.checkpoints.checkpoint import Metric
from engine.data.sources import training_digests
from engine.experiment import Job, Trained
from engine.images import calibration, data
from engine.images.calibration import Calibration
from engine.images.config import ImagesConfig
from engine.images.data import VALIDATION, Split
from engine.images.pixels import Pictures
from engine.training.state import Position

CLASSES_FILE = "classes.json"
VALIDATION_IMAGES = "validation images, which it was not trained on"
TRAINING_IMAGES = "training images, so its confidence is too high"
_MOST_IMAGES = 25_000  # that are measured: as many as can be validation images
_CALIBRATION_IMAGES = 5000  # where there are only training images
_STOPPED_IMAGES = 500  # after Stop, which should end soon: two seconds in place of 17


def classes_to_text(classes: tuple[str, ...]) -> str:
    """Return the names of classes as a checkpoint stores them, JSON."""
    return json.dumps(classes, ensure_ascii=False) + "\n"


class Validation:
    """Measures the model during training."""

    def __init__(self, model: Any, config: ImagesConfig, split: Split) -> None:
        """Store the model, its config and the split."""
        self.model, self.config, self.split = model, config, split

    def validate(self) -> dict[str, float]:
        """Return loss and accuracy of one view of the validation images."""
        from engine.images.evaluate import accuracy, logits, loss

        images = self.split.validation
        of_images = logits(self.model, images.pixels)  # (N, K)
        return {
            "loss": loss(of_images, images.labels, self.config.label_smoothing),
            "accuracy": accuracy(of_images, images.labels),
        }


def write_checkpoint(
    job: Job[ImagesConfig],
    validation: Validation,
    at: Position,
    outcome: str,
    epochs: float,
) -> Trained:
    """Write the checkpoint of a run, with its figures on the validation images.

    Figures and temperatures are computed from the stored weights in float32, as
    every user will load them.
    """
    from engine.training.optimizers import averaged

    model, split, folder = validation.model, validation.split, job.folder
    with averaged(model):
        weights.save(model, folder / "model.weights.h5", "float16")
    most = _MOST_IMAGES if len(split.validation) else _CALIBRATION_IMAGES
    most = _STOPPED_IMAGES if outcome == "stopped" else most
    metrics, fitted = _measure(job, folder / "model.weights.h5", split, most)
    files: dict[str, bytes | Path] = {
        "model.weights.h5": folder / "model.weights.h5",
        CLASSES_FILE: classes_to_text(split.classes).encode(),
        calibration.FILE: calibration.to_text(fitted).encode(),
    }
    return provenance.write_trained(
        job,
        experiment="images",
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome=outcome,
        step=at.step,
        epochs=epochs,
        seconds=at.seconds,
        parameters=model.count_params(),
        metrics=metrics,
        files=files,
        snapshots=at.snapshots,
        facts={
            "training_images": len(split.train),
            "validation_images": len(split.validation),
        },
    )


def _measure(
    job: Job[ImagesConfig], file: Path, split: Split, most: int
) -> tuple[tuple[Metric, ...], Calibration]:
    """Return the figures on the validation images, and the calibration fitted there.

    Without validation images there are no figures, and the calibration is fitted on
    training images; publishing replaces it by a better one.

    Args:
        job: Whose training has ended.
        file: The stored weights.
        split: Its images.
        most: How many of them to use.
    """
    from engine.images.evaluate import accuracy, averaged_logits
    from engine.images.model import build

    stored = build(job.config, len(split.classes))
    weights.load(stored, file)
    validated = len(split.validation) > 0
    images = _first(split.validation if validated else split.train, most)
    fitted, of_views = calibration.fit(
        stored, images, VALIDATION_IMAGES if validated else TRAINING_IMAGES
    )
    single, averaged = of_views[0], averaged_logits(of_views)
    if not validated:
        return (), fitted
    command = f"./loupe evaluate images {job.run_id}"
    command += "" if job.own_data else f" --measure {VALIDATION}"
    command += f" --limit {most}" if len(images) < len(split.validation) else ""
    shares = {
        "accuracy": accuracy(single, images.labels),
        "accuracy_averaged": accuracy(averaged, images.labels),
    }
    return tuple(
        Metric(name, share, n := len(images), VALIDATION, command, in_words(share, n))
        for name, share in shares.items()
    ), fitted


def _first(pictures: Pictures, most: int) -> Pictures:
    """Return the first images of a split."""
    return pictures.chosen(np.arange(min(most, len(pictures))))
