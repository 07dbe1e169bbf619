"""Own classes from a trained network's features: what is kept, learned, and said."""

from __future__ import annotations

import numpy as np
import pytest

from engine import hdf5, registry
from engine.accuracy import in_words
from engine.checkpoints import checkpoint
from engine.images import own_pictures, transfer
from engine.images.config import TransferConfig
from engine.images.model import FEATURES
from engine.runs import request
from tests.contract import pictures, tiny
from tests.contract.tiny import create, work


@pytest.fixture
def started_from(home, learned, monkeypatch):
    """A run of transfer learning that begins with a tiny shipped network."""
    folder = tiny.ship("images", learned("images", "quick").checkpoint, "quick")
    run = create("images", "transfer", pictures.zipped(6), initial_weights="quick")
    assert work(run) == "done", run.events[-1]
    return folder, run


def test_features_are_those_of_the_initial_network(started_from):
    folder, run = started_from
    before, _ = hdf5.read(folder / "model.weights.h5")
    after, _ = hdf5.read(run.folder / "checkpoint" / "model.weights.h5")
    assert set(before) == set(after)
    changed = {path for path in before if not np.array_equal(before[path], after[path])}
    assert changed == {"logits/kernel"}
    card = checkpoint.read_card(run.folder / "checkpoint", "images")
    assert card.facts["initial_weights"] == "quick"
    assert card.facts["training_images"] == 18


def test_accuracy_is_cross_validated_and_said_with_its_interval(started_from):
    _, run = started_from
    card = checkpoint.read_card(run.folder / "checkpoint", "images")
    metric = card.metrics[0]
    assert (metric.split, metric.n) == (transfer.CROSS_VALIDATION, 18)
    assert metric.note == in_words(metric.value, 18)
    assert f"{round(18 * metric.value)} of 18 right" in metric.note


def test_network_returns_what_logistic_regression_finds(started_from):
    _, run = started_from
    network = registry.get("images").load(run.folder / "checkpoint")
    read, _ = own_pictures.read(pictures.zipped(6), "own.zip")
    features = transfer.features_of(network.model, read)
    config = TransferConfig.from_mapping(network.card.config)
    head = transfer._head(features, read.labels, config)
    found = network.model.predict_on_batch(read.pixels.astype("float32"))
    np.testing.assert_allclose(found, features[0] @ head, atol=0.02)
    assert network.part(FEATURES)(read.pixels[:1].astype("float32")).shape[0] == 1


def test_picture_is_never_predicted_by_what_it_trained():
    """Features that are noise: memory alone would be right, and is not asked."""
    random = np.random.default_rng(0)
    labels = np.arange(60) % 2
    features = np.repeat(random.normal(0, 1, (1, 60, 200)), 6, axis=0)
    config = TransferConfig(folds=5)
    seen = []

    def report(fold, logits, truth):
        seen.append((logits.argmax(axis=-1) == truth).mean())
        return True

    predicted = transfer.cross_validate(features, labels, config, report)
    assert predicted is not None
    assert np.mean(seen) == 1
    right = (predicted[0].argmax(axis=-1) == labels).mean()
    assert 0.25 < right < 0.75
    again = transfer.cross_validate(features, labels, config, report)
    np.testing.assert_array_equal(predicted, again)


def test_stopped_cross_validation_gives_no_figure():
    features = np.ones((6, 8, 3))
    labels = np.arange(8) % 2
    config = TransferConfig()
    assert transfer.cross_validate(features, labels, config, lambda *_: False) is None


def test_published_data_is_refused_in_a_sentence(home):
    experiment = registry.get("images")
    run = request.create(experiment, "transfer", experiment.presets["transfer"])
    assert work(run) == "failed"
    assert "trains on your own pictures" in run.events[-1].reason


def test_transfer_is_recommended_for_few_pictures():
    experiment = registry.get("images")
    content = pictures.zipped(3)
    presets = experiment.presets
    few = experiment.check_own_data(content, "own.zip", presets["quick"])
    assert "choose the preset transfer" in few
    chosen = experiment.check_own_data(content, "own.zip", presets["transfer"])
    assert "transfer" not in chosen
