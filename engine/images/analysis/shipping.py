"""What a published checkpoint stores beyond a run's, to be shown at once."""

from pathlib import Path
from typing import Any

import numpy as np

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.images import calibration, data
from engine.images.analysis import channel_images, example, nearest, outcomes
from engine.images.calibration import Calibration
from engine.images.data import TEST
from engine.images.finishing import VALIDATION_IMAGES
from engine.runs import store

_MEASURED_ON = "the 10,000 test images"


def assets(folder: Path, root: Path) -> dict[str, bytes | Path]:
    """Return the files to ship beside a checkpoint's own, by name.

    These are the calibration, the answers to all test images, the test images that each
    channel responds to most, the index of training images, and the worked example; for
    a user's own classes the example alone.

    Raises:
        CheckpointError: The checkpoint is damaged.
        DataMissingError: The published images are not on this machine.
    """
    from engine.images.evaluate import averaged_logits, view_logits
    from engine.images.predict import Classifier

    classifier = Classifier(folder)
    files: dict[str, bytes | Path] = {}
    if set(classifier.card.sources) <= {source.name for source in data.SOURCES}:
        test = data.read(root, TEST)
        of_views = view_logits(classifier.model, test.pixels)
        averaged = averaged_logits(of_views)
        fitted = calibration.with_quantiles(
            _calibrated(classifier, root), averaged, _MEASURED_ON
        )
        classifier.calibration = fitted
        answers = outcomes.of(
            classifier.classes, test.labels, averaged, of_views[0], fitted.averaged
        )
        files[calibration.FILE] = calibration.to_text(fitted).encode()
        files[outcomes.FILE] = outcomes.to_bytes(answers)
        strongest = channel_images.make(classifier, test.pixels)
        files[channel_images.FILE] = channel_images.to_bytes(strongest)
        files[nearest.FILE] = nearest.to_bytes(_index(classifier, root))
    files[example.FILE] = example.to_text(example.make(classifier)).encode()
    return files


def _calibrated(classifier: Any, root: Path) -> Calibration:
    """Return a calibration fitted on validation images.

    A network trained on all images has none; it takes the calibration fitted for a run
    with the same settings that kept a validation set. Where there is no such run, it
    keeps its own, fitted on training images, which says so.
    """
    from engine.images.predict import Classifier

    card: Card = classifier.card
    if card.facts["validation_images"]:
        validated, description = classifier, VALIDATION_IMAGES
    else:
        twin = _twin(card)
        if twin is None:
            own: Calibration = classifier.calibration
            return own
        validated = Classifier(twin)
        description = (
            "validation images, with a network of the same settings that was not "
            f"trained on them ({validated.name}, seed {validated.card.config['seed']}, "
            f"code {validated.card.code_commit}, trained on {validated.card.created})"
        )
    split = data.training_set(root, None, "", validated.card.facts["validation_images"])
    fitted, _ = calibration.fit(validated.model, split.validation, description)
    return fitted


def _twin(card: Card) -> Path | None:
    """Return a checkpoint with the same settings and a validation set, or None.

    Your own runs come first, then the shipped checkpoints.
    """
    wanted = _settings(card)
    shipped = checkpoint.shipped_folder() / "images"
    folders = [run.folder / "checkpoint" for run in store.list_runs("images")]
    for folder in [*folders, *sorted(shipped.glob("*"))]:
        try:
            twin = checkpoint.read_card(folder, "images")
        except CheckpointError:
            continue
        validated = twin.facts.get("validation_images") and twin.outcome == "done"
        if validated and twin.sources == card.sources and _settings(twin) == wanted:
            return folder
    return None


def _settings(card: Card) -> dict[str, Any]:
    """Return the settings that twins share: all but seed and validation images."""
    apart = {"seed", "validation_images"}
    return {key: value for key, value in card.config.items() if key not in apart}


def _index(classifier: Any, root: Path) -> nearest.Index:
    """Return the index of images that the network was trained on."""
    pictures = data.read(root, "train")
    count = int(classifier.card.facts["validation_images"])
    trained, _ = data.split_indices(pictures.labels, len(classifier.classes), count)
    shuffled = np.random.default_rng(0).permutation(trained)
    indices = np.sort(shuffled[: nearest.COUNT])
    return nearest.make(classifier, pictures.chosen(indices), indices)
