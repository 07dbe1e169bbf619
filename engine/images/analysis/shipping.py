"""What a shipped checkpoint carries beyond a run's: things to see at once."""

from pathlib import Path
from typing import Any

import numpy as np

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.images import calibration, data
from engine.images.analysis import example, nearest, outcomes
from engine.images.calibration import Calibration
from engine.images.data import TEST
from engine.images.finishing import VALIDATION_IMAGES
from engine.runs import store

_MEASURED_ON = "the 10,000 test images"


def assets(folder: Path, root: Path) -> dict[str, bytes | Path]:
    """Return the files to ship beside a checkpoint's own, by name.

    The calibration, what was said of all test images, the index of nearest
    training images, and the worked example. Of a person's own images there is
    the example alone.

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
        made = _calibrated(classifier, folder, root)
        made = calibration.with_quantiles(made, averaged, _MEASURED_ON)
        classifier.calibration = made
        found = outcomes.of(
            classifier.classes, test.labels, averaged, of_views[0], made.averaged
        )
        files[calibration.FILE] = calibration.to_text(made).encode()
        files[outcomes.FILE] = outcomes.to_bytes(found)
        files[nearest.FILE] = nearest.to_bytes(_index(classifier, root))
    files[example.FILE] = example.to_text(example.make(classifier)).encode()
    return files


def _calibrated(classifier: Any, folder: Path, root: Path) -> Calibration:
    """Return a calibration fitted on images that a network has not learned from.

    A network that learned from all images has none such: it takes over what was
    fitted for a run with the same settings that held some out. Where there is
    none, it stays with the images that it knows, and says so.
    """
    from engine.images.predict import Classifier

    card: Card = classifier.card
    if card.facts["validation_images"]:
        judged, words = classifier, VALIDATION_IMAGES
    else:
        twin = _twin(card)
        if twin is None:
            made: Calibration = classifier.calibration
            return made
        judged = Classifier(twin)
        words = (
            "validation images, with a network of the same settings that was not "
            f"trained on them ({judged.name}, seed {judged.card.config['seed']}, code "
            f"{judged.card.code_commit}, trained on {judged.card.created})"
        )
    split = data.training_set(root, None, "", judged.card.facts["validation_images"])
    made, _ = calibration.fit(judged.model, split.validation, words)
    return made


def _twin(card: Card) -> Path | None:
    """Return a checkpoint like this one that held images out, or None.

    One's own runs come first, then what is shipped.
    """
    apart = {"seed", "validation_images"}
    wanted = {key: value for key, value in card.config.items() if key not in apart}
    shipped = checkpoint.shipped_folder() / "images"
    folders = [run.folder / "checkpoint" for run in store.list_runs("images")]
    for folder in [*folders, *sorted(shipped.glob("*"))]:
        try:
            other = checkpoint.read_card(folder, "images")
        except CheckpointError:
            continue
        own = {key: value for key, value in other.config.items() if key not in apart}
        held = other.facts.get("validation_images") and other.sources == card.sources
        if held and own == wanted and other.outcome == "done":
            return folder
    return None


def _index(classifier: Any, root: Path) -> nearest.Index:
    """Return the index of training images that the network learned from."""
    whole = data.read(root, "train")
    count = int(classifier.card.facts["validation_images"])
    places, _ = data.split_places(whole.labels, len(classifier.classes), count)
    some = np.sort(np.random.default_rng(0).permutation(places)[: nearest.COUNT])
    return nearest.make(classifier, whole.chosen(some), some)
