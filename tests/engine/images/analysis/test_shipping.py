"""What a published checkpoint stores to be shown at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from engine import registry
from engine.calibration import expected_calibration_error
from engine.checkpoints import checkpoint, publish
from engine.checkpoints.checkpoint import PROJECT
from engine.errors import CheckpointError, RunError
from engine.images import calibration, data, generated_images
from engine.images.analysis import channel_images, example, nearest, outcomes
from engine.images.analysis.outcomes import Outcomes
from engine.images.pixels import Pictures
from engine.runs import request
from tests.contract.tiny import TINY, work

SHIPPED = sorted((PROJECT / "checkpoints" / "images").glob("*/card.json"))
RANDOM = np.random.default_rng(0)
TRAINING, VALIDATION, TEST = 300, 50, 50  # images
EXAMPLE_ATOL = 2e-3  # as for every experiment, see tests/contract


def pictures(count, seed):
    """Return images of ten classes that differ in their colour."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    shade = 20 + 22 * labels[:, None, None, None] * np.asarray([1, 0.5, 0.2])
    levels = shade + random.normal(0, 25, (count, 32, 32, 3))
    return Pictures(np.clip(levels, 0, 255).astype(np.uint8), labels)


@pytest.fixture(scope="module")
def _cifar():
    """In place of CIFAR-10 a few images of ten colours.

    And ten in place of a hundred generated images of each kind.
    """
    sets = {"train": pictures(TRAINING, 0), "test": pictures(TEST, 1)}
    few = partial(generated_images.generate, count=10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generated_images, "generate", few)
        patch.setattr(data, "read", lambda root, part: sets[part])
        yield


@pytest.fixture(scope="module")
def trainings(_cifar, tmp_path_factory):
    """A folder of three runs with validation images."""
    folder = tmp_path_factory.mktemp("shipping") / "runs"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_RUNS", str(folder))
        return folder, {
            "first": trained(VALIDATION),
            "other seed": trained(VALIDATION, seed=4),
            "longer": trained(VALIDATION, seed=5, epochs=6),
        }


@pytest.fixture
def runs(home, trainings, monkeypatch):
    """Those runs, to be published into this test's own folder."""
    folder, trained_runs = trainings
    monkeypatch.setenv("LOUPE_RUNS", str(folder))
    return trained_runs


def trained(validation_images, seed=0, epochs=2):
    """Return a finished run on the coloured images."""
    experiment = registry.get("images")
    small = {**TINY["images"].networks["quick"], "epochs": epochs, "batch_size": 32}
    values = experiment.presets["quick"].to_mapping() | small
    config = type(experiment.presets["quick"]).from_mapping(
        values | {"validation_images": validation_images, "seed": seed}
    )
    run = request.create(experiment, "quick", config)
    assert work(run) == "done", run.events[-1]
    return run


def published(run, name, *reseeded, **room):
    experiment = registry.get("images")
    seeds = [each.id for each in reseeded]
    return publish.publish(experiment, run.id, name, Path("nowhere"), seeds, **room)


@pytest.mark.slow
def test_run_with_validation_images_is_measured_and_calibrated_on_them(runs):
    folder = published(runs["first"], "with")
    card = checkpoint.verify(folder, "images")
    assert card.metric("accuracy", "test").n == TEST
    assert card.metric("accuracy_averaged", "test").n == TEST
    assert card.metric("accuracy", "validation").n == VALIDATION
    assert card.metrics[0].split == "test"
    assert card.facts["training_images"] == TRAINING - VALIDATION
    fitted = calibration.read(folder)
    assert fitted.n == VALIDATION
    assert fitted.measured_on.startswith("validation images, which it was not")
    assert fitted.quantiles_of == "the 10,000 test images"
    assert fitted.out_of_distribution.false_alarms == pytest.approx(0.05, abs=0.02)

    answers = outcomes.read(folder, data.CLASSES)
    # Stored as float16: two classes of nearly equal probability can swap.
    near = {"abs": 1.01 / TEST}
    right = np.mean(answers.hits)
    assert right == pytest.approx(
        card.metric("accuracy_averaged", "test").value, **near
    )
    single = np.trace(answers.confusion(averaged=False)) / TEST
    assert single == pytest.approx(card.metric("accuracy", "test").value, **near)
    ece = expected_calibration_error(answers.confidences, answers.hits)
    assert ece == pytest.approx(card.metric("confidence_ece", "test").value, **near)

    responses = channel_images.read(folder)["conv_3b"].of(0)
    assert len({response.index for response in responses}) == channel_images.COUNT
    assert max(response.index for response in responses) < TEST

    index = nearest.read(folder)
    assert len(index.indices) == TRAINING - VALIDATION
    _, validation = data.split_indices(pictures(TRAINING, 0).labels, 10, VALIDATION)
    assert not set(index.indices) & set(validation)

    stored = example.read(folder)
    answer = registry.get("images").load(folder).classify_pixels(stored.pixels, "")
    np.testing.assert_allclose(stored.probabilities, answer.probabilities, atol=1e-4)
    assert stored.percentile == pytest.approx(answer.percentile, abs=1e-3)
    assert stored.out_of_distribution == answer.out_of_distribution


@pytest.mark.slow
def test_card_has_the_mean_of_runs_that_differ_in_their_seed(runs):
    first, second, longer = runs["first"], runs["other seed"], runs["longer"]
    with pytest.raises(RunError, match="differs from"):
        published(first, "best", longer)
    with pytest.raises(RunError, match="have the seed"):
        published(first, "best", first)
    card = checkpoint.verify(published(first, "best", second), "images")
    alone = [
        registry.get("images").evaluate(run.folder / "checkpoint", Path("nowhere"))
        for run in (first, second)
    ]
    mean = card.metric("accuracy", "test, mean of seeds 0, 4")
    assert mean.value == pytest.approx(
        np.mean([figures["accuracy"] for figures in alone])
    )
    assert card.metric("accuracy").value == alone[0]["accuracy"]
    assert "published: seed 0" in mean.note
    assert mean.per_seed["4"] == alone[1]["accuracy"]


@pytest.fixture
def without_figures(monkeypatch):
    """Publishing measures nothing and adds nothing to a run's own files."""
    monkeypatch.setattr(publish, "measured", lambda *_: ())
    monkeypatch.setattr(type(registry.get("images")), "assets", lambda *_: {})


@pytest.mark.slow
@pytest.mark.usefixtures("without_figures")
def test_earliest_snapshots_are_shipped_that_have_room(runs):
    run = runs["longer"]

    def epochs_shipped(**room):
        folder = published(run, "machine", **room)
        snapshots = checkpoint.verify(folder, "images").snapshots
        assert all((folder / snapshot.file).exists() for snapshot in snapshots)
        assert len(list(folder.glob("snapshots/*"))) == len(snapshots)
        return [snapshot.epoch for snapshot in snapshots]

    assert epochs_shipped() == [1, 2]  # the fifth of six looks like the last
    first = run.folder / "checkpoint" / "snapshots" / "epoch-0001.weights.h5"
    assert epochs_shipped(snapshot_megabytes=first.stat().st_size / 1e6) == [1]
    assert epochs_shipped(snapshot_megabytes=0) == []


@pytest.mark.slow
@pytest.mark.usefixtures("home", "_cifar")
def test_run_on_all_images_takes_the_calibration_of_its_twin():
    full = trained(0)
    card = checkpoint.verify(full.folder / "checkpoint", "images")
    assert not card.metrics
    assert card.facts["training_images"] == TRAINING
    splits = {getattr(event, "split", "train") for event in full.events}
    assert splits == {"train"}  # no validation images, so no validation
    alone = calibration.read(published(full, "alone"))
    assert "training images" in alone.measured_on
    assert "confidence is too high" in alone.measured_on

    twin = trained(VALIDATION, seed=3)
    folder = published(full, "full")
    fitted = calibration.read(folder)
    assert twin.id in fitted.measured_on
    assert fitted.n == VALIDATION
    assert fitted.averaged == calibration.read(twin.folder / "checkpoint").averaged
    card = checkpoint.verify(folder, "images")
    assert {metric.split for metric in card.metrics} == {"test"}


def test_outcomes_are_sorted_into_cells():
    labels = np.asarray([0, 0, 1, 1, 1])
    probabilities = np.asarray(
        [[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.7, 0.3], [0.95, 0.05]]
    )
    single = np.asarray([0, 0, 1, 1, 0])
    answers = Outcomes(("cup", "bowl"), "test", labels, probabilities, single)
    assert answers.confusion() == [[1, 1], [2, 1]]
    assert answers.confusion(averaged=False) == [[2, 0], [1, 2]]
    assert answers.class_accuracies() == {"cup": 0.5, "bowl": pytest.approx(1 / 3)}
    assert answers.cell(1, 0) == [4, 3]  # most confident first
    assert answers.mistakes() == [4, 3, 1]
    assert answers.hits == [True, False, True, False, False]
    assert answers.confidences == pytest.approx([0.9, 0.6, 0.8, 0.7, 0.95])


def test_checkpoint_without_them_says_so(tmp_path):
    for read, words in (
        (lambda: outcomes.read(tmp_path, data.CLASSES), r"outcomes\.npz is missing"),
        (lambda: nearest.read(tmp_path), r"nearest\.npz is missing"),
        (lambda: example.read(tmp_path), "has no readable example"),
    ):
        with pytest.raises(CheckpointError, match=words):
            read()


@pytest.mark.parametrize("card", SHIPPED, ids=lambda path: path.parent.name)
def test_worked_example_is_reproduced_by_the_weights(card):
    folder = card.parent
    stored = example.read(folder)
    answer = registry.get("images").load(folder).classify_pixels(stored.pixels, "")
    np.testing.assert_allclose(
        stored.probabilities, answer.probabilities, rtol=0, atol=EXAMPLE_ATOL
    )
    assert stored.out_of_distribution == answer.out_of_distribution
    answers = outcomes.read(folder, stored.classes)
    metric = checkpoint.read_card(folder, "images").metric("accuracy_averaged", "test")
    assert np.mean(answers.hits) == pytest.approx(metric.value, abs=2e-4)
