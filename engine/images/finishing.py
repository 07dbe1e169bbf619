"""What a training measures on the way, and the checkpoint it ends with."""

import json
from pathlib import Path
from typing import Any

import numpy as np

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
TRAINING_IMAGES = "training images, so that it is overconfident"
_SEEN = 5000  # images of the latter


class Learner:
    """Looks at the model in training."""

    def __init__(self, model: Any, config: ImagesConfig, split: Split) -> None:
        """Keep what it looks at."""
        self.model, self.config, self.split = model, config, split

    def validate(self) -> dict[str, float]:
        """Return loss and accuracy on what is held out, of one view each."""
        from engine.images.evaluate import accuracy, logits, loss

        held = self.split.validation
        said = logits(self.model, held.pixels)
        return {
            "loss": loss(said, held.labels, self.config.label_smoothing),
            "accuracy": accuracy(said, held.labels),
        }


def write_checkpoint(
    job: Job[ImagesConfig],
    learner: Learner,
    at: Position,
    outcome: str,
    epochs: float,
) -> Trained:
    """Write what was learned, measured on what was held out.

    Figures and temperatures come from the weights as they are stored, in float32,
    as everybody will load them.
    """
    from engine.training.optimizers import averaged

    model, split, folder = learner.model, learner.split, job.folder
    with averaged(model):
        weights.write(folder / "model.weights.h5", weights.of_model(model), "float16")
    metrics, calibrated = _measure(job, folder / "model.weights.h5", split)
    files: dict[str, bytes | Path] = {
        "model.weights.h5": folder / "model.weights.h5",
        CLASSES_FILE: (json.dumps(split.classes, ensure_ascii=False) + "\n").encode(),
        calibration.FILE: calibration.to_text(calibrated).encode(),
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
    job: Job[ImagesConfig], file: Path, split: Split
) -> tuple[tuple[Metric, ...], Calibration]:
    """Return the figures on the images held out, and temperatures fitted there.

    Where nothing is held out there are no figures, and the temperatures are
    those of images that it has learned from; publishing takes better ones.
    """
    from engine.images.evaluate import accuracy, averaged_logits
    from engine.images.model import build

    twin = build(job.config, len(split.classes))
    weights.load(twin, file)
    held = len(split.validation) > 0
    seen = split.validation if held else _some(split.train)
    calibrated, of_views = calibration.fit(
        twin, seen, VALIDATION_IMAGES if held else TRAINING_IMAGES
    )
    single, averaged = of_views[0], averaged_logits(of_views)
    if not held:
        return (), calibrated
    command = f"./loupe evaluate images {job.run_id}"
    command += "" if job.own_data else f" --measure {VALIDATION}"
    return tuple(
        Metric(name, accuracy(said, seen.labels), len(seen), VALIDATION, command)
        for name, said in (("accuracy", single), ("accuracy_averaged", averaged))
    ), calibrated


def _some(pictures: Pictures) -> Pictures:
    """Return the first images of a training set."""
    return pictures.chosen(np.arange(min(_SEEN, len(pictures))))
