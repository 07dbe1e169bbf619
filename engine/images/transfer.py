"""Transfer learning: your own classes from a published network's features.

A few pictures are not enough to learn features from. Here those of a network trained
on CIFAR-10 are kept, and only a new last layer is trained: multinomial logistic
regression. Its accuracy is cross-validated: each picture is predicted by a last layer
that was trained without it.

N pictures, F features, K classes.

Source:
    Yosinski et al. (2014), "How transferable are features in deep neural networks?"
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.accuracy import in_words
from engine.checkpoints import checkpoint, provenance, weights
from engine.checkpoints.checkpoint import Card, Metric
from engine.data.sources import training_digests
from engine.errors import ConfigError
from engine.experiment import Job, Trained
from engine.images import calibration, data, own_pictures
from engine.images.calibration import Calibration
from engine.images.config import PRESETS, ImagesConfig, TransferConfig
from engine.images.evaluate import (
    Logits,
    accuracy,
    averaged_logits,
    loss,
    view_logits,
)
from engine.images.finishing import CLASSES_FILE, classes_to_text
from engine.images.model import FEATURES, LOGIT_SCALE, build, learn_constants
from engine.images.pixels import Labels, Pictures
from engine.images.predict import NETWORK, Classifier
from engine.runs.events import Progress, Sample, Started

CROSS_VALIDATION = "cross-validation"
_OUT_OF_FOLD = "pictures, each predicted without having been trained on it"
_ITERATIONS = 500  # of the solver, at most
_TRAINING_VIEWS = 2  # the picture and its mirror image, of the six

Head = NDArray[np.float64]  # (F, K): features times this are logits
# Fold from 1, logits (n, K) and labels (n,) of what it trained on -> False to stop.
Report = Callable[[int, Logits, Labels], bool]


def train(job: Job[TransferConfig]) -> Trained:
    """Cross-validate, then train the last layer on all pictures; write a checkpoint.

    If stopped, the remaining folds are left out and nothing is measured.

    Raises:
        ConfigError, PictureError: There are no own pictures; they cannot be read.
    """
    if job.own_data is None:
        raise ConfigError(
            "The preset transfer trains on your own pictures: a ZIP with one folder "
            "of pictures for each class."
        )
    started = time.monotonic()
    pictures, classes = own_pictures.read(job.own_data.read_bytes(), job.title)
    keras.utils.clear_session(free_memory=False)
    model, facts = _initial_model(job.config, pictures, len(classes))
    features = features_of(model, pictures)
    predicted = _cross_validated(job, model, features, pictures, classes)
    _set_head(model, _head(features, pictures.labels, job.config))
    seconds = time.monotonic() - started
    metrics, fitted = _measured(job, predicted, pictures)
    file = job.folder / "model.weights.h5"
    weights.save(model, file, "float16")
    steps = len(_folds(pictures.labels, job.config)) + 1
    return provenance.write_trained(
        job,
        experiment="images",
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome="stopped" if predicted is None else "done",
        step=0 if predicted is None else steps,
        epochs=1.0,
        seconds=seconds,
        parameters=model.count_params(),
        metrics=metrics,
        files={
            "model.weights.h5": file,
            CLASSES_FILE: classes_to_text(classes).encode(),
            calibration.FILE: calibration.to_text(fitted).encode(),
        },
        facts={"training_images": len(pictures), "validation_images": 0, **facts},
    )


def _cross_validated(
    job: Job[TransferConfig],
    model: Any,
    features: Logits,
    pictures: Pictures,
    classes: tuple[str, ...],
) -> Logits | None:
    """Return what `cross_validate` does, with events for the page."""
    started = time.monotonic()
    steps = len(_folds(pictures.labels, job.config)) + 1
    counts = {"accuracy": len(pictures)}
    job.emit(Started(0.0, 0, steps, steps, model.count_params(), "pictures", counts))

    def emit(step: int, split: str, logits: Logits, labels: Labels) -> None:
        nats = loss(logits, labels, smoothing=0.0)
        values = {"loss": nats, "accuracy": accuracy(logits, labels)}
        at = time.monotonic() - started
        job.emit(Progress(at, step, step / steps, split, values))

    def report(fold: int, logits: Logits, labels: Labels) -> bool:
        emit(fold, "train", logits, labels)
        return not job.stop()

    predicted = cross_validate(features, pictures.labels, job.config, report)
    if predicted is not None:
        # Once, of all folds: the accuracy of a single one says next to nothing.
        emit(steps, "validation", predicted[0], pictures.labels)
        words = _summary(predicted[0], pictures, classes)
        job.emit(Sample(time.monotonic() - started, steps, 1.0, words))
    return predicted


def _initial_model(
    config: TransferConfig, pictures: Pictures, classes: int
) -> tuple[Any, dict[str, Any]]:
    """Return the network with a new last layer, and the card's facts about it."""
    if config.initial_weights == "none":
        settings = PRESETS["quick"]
        model = build(settings, classes)
        learn_constants(model, pictures.pixels)
        return model, {NETWORK: settings.to_mapping()}
    initial = Classifier(checkpoint.find("images", config.initial_weights))
    settings = ImagesConfig.from_mapping(initial.card.config)
    model = build(settings, classes)
    for layer in model.layers:
        if layer.name != "logits":
            layer.set_weights(initial.model.get_layer(layer.name).get_weights())
    facts = provenance.initial_weights(initial.card)
    return model, {NETWORK: settings.to_mapping()} | facts


def features_of(model: Any, pictures: Pictures) -> Logits:
    """Return the input of the last layer for the six views of pictures, (6, N, F)."""
    part = keras.Model(model.input, model.get_layer(FEATURES).output)
    return view_logits(part, pictures.pixels)


def _folds(labels: Labels, config: TransferConfig) -> list[Any]:
    """Return the pictures to train on and those to predict, for each fold."""
    from sklearn.model_selection import StratifiedKFold

    count = min(config.folds, int(np.bincount(labels).min()))
    shuffled = StratifiedKFold(count, shuffle=True, random_state=config.seed)
    return list(shuffled.split(labels, labels))


def _head(features: Logits, labels: Labels, config: TransferConfig) -> Head:
    """Return the last layer that logistic regression finds for features (6, N, F)."""
    from sklearn.linear_model import LogisticRegression

    views = features[:_TRAINING_VIEWS]
    length = max(float(np.linalg.norm(views, axis=-1).mean()), 1e-9)
    solver = LogisticRegression(
        C=config.regularisation, fit_intercept=False, max_iter=_ITERATIONS
    )
    flat = views.reshape(-1, views.shape[-1]) / length
    solver.fit(flat, np.tile(labels, len(views)))
    coefficients = solver.coef_ / length  # (K, F), of two classes (1, F)
    if len(coefficients) == 1:
        coefficients = np.concatenate([-coefficients, coefficients]) / 2
    return np.asarray(coefficients.T)


def cross_validate(
    features: Logits, labels: Labels, config: TransferConfig, report: Report
) -> Logits | None:
    """Return logits that each picture gets without being trained on, (6, N, K).

    Args:
        features: Of the six views, (6, N, F).
        labels: (N,).
        config: How many folds, and how the last layer is trained.
        report: Called after each fold with the logits of its training pictures.

    Returns:
        None where `report` stopped it.
    """
    predicted = np.zeros((*features.shape[:2], int(labels.max()) + 1))
    for fold, (seen, unseen) in enumerate(_folds(labels, config), 1):
        head = _head(features[:, seen], labels[seen], config)
        predicted[:, unseen] = features[:, unseen] @ head
        if not report(fold, features[0, seen] @ head, labels[seen]):
            return None
    return predicted


def _set_head(model: Any, head: Head) -> None:
    """Set the last layer so that the network returns these logits."""
    model.get_layer("logits").set_weights([head.astype(np.float32) / LOGIT_SCALE])


def _measured(
    job: Job[TransferConfig], predicted: Logits | None, pictures: Pictures
) -> tuple[tuple[Metric, ...], Calibration]:
    """Return the cross-validated figures, and the temperatures fitted on them."""
    if predicted is None:
        return (), Calibration(1.0, 1.0, "nothing, as training was stopped", 0)
    command, count = f"./loupe evaluate images {job.run_id}", len(pictures)
    shares = {
        "accuracy": accuracy(predicted[0], pictures.labels),
        "accuracy_averaged": accuracy(averaged_logits(predicted), pictures.labels),
    }
    metrics = [
        Metric(name, share, count, CROSS_VALIDATION, command, in_words(share, count))
        for name, share in shares.items()
    ]
    fitted = calibration.temperatures(predicted, pictures.labels, _OUT_OF_FOLD)
    return tuple(metrics), fitted


def _summary(logits: Logits, pictures: Pictures, classes: tuple[str, ...]) -> str:
    """Return the cross-validated accuracy in words, of all pictures and by class."""
    right = logits.argmax(axis=-1) == pictures.labels
    of_all = in_words(float(right.mean()), len(right)) or f"accuracy {right.mean():.2%}"
    lines = [f"Cross-validation: {of_all}"]
    for label, name in enumerate(classes):
        of_class = right[pictures.labels == label]
        lines.append(f"{name}: {of_class.sum():,} of {len(of_class):,} right")
    return "\n".join(lines)


def evaluate(card: Card, model: Any, own: Path) -> tuple[Logits, Pictures]:
    """Return cross-validated logits (6, N, K) again, and the pictures of a ZIP."""
    pictures, _ = own_pictures.read(own.read_bytes(), card.facts["title"])
    config = TransferConfig.from_mapping(card.config)
    features = features_of(model, pictures)
    predicted = cross_validate(features, pictures.labels, config, lambda *_: True)
    assert predicted is not None
    return predicted, pictures
