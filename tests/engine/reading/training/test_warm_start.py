"""Warm start: initial weights of a shipped network, and distilled as `best` is."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import hdf5
from engine.checkpoints import checkpoint, weights
from engine.errors import CheckpointError, ConfigError, UnknownNameError
from engine.reading.config import PRESETS, ReadingConfig
from engine.reading.model import build
from engine.reading.training import warm_start
from tests.contract import contexts, tiny
from tests.contract.watch import Watch

WITHOUT = {"word_match": "none", "self_attention": "none", "modelling_layers": 0}


@pytest.fixture
def bidaf(home, learned, tmp_path) -> Path:
    """A tiny best network without its additions, shipped as “bidaf” for this test."""
    source = learned("reading", "best").checkpoint
    card = checkpoint.read_card(source, "reading")
    config = ReadingConfig.from_mapping({**card.config, **WITHOUT})
    arrays, _ = hdf5.read(source / "model.weights.h5")
    vectors = arrays["character_cnn/embedding/embeddings"]
    parts = {variable.path for variable in build(config, vectors).weights}
    hdf5.write(tmp_path / "parts.h5", {path: arrays[path] for path in parts})
    files = {name: source / name for name in card.files}
    files["model.weights.h5"] = tmp_path / "parts.h5"
    card = replace(tiny.renamed(card, "bidaf"), config=config.to_mapping())
    folder = Path(os.environ["LOUPE_CHECKPOINTS"]) / "reading" / "bidaf"
    folder.parent.mkdir(parents=True)
    return checkpoint.write(folder, card, files)


def _config(bidaf: Path, **changes) -> ReadingConfig:
    """The settings of `bidaf` with the additions of the best network."""
    own = checkpoint.read_card(bidaf, "reading").config
    best = PRESETS["best"]
    beyond = {
        name: getattr(best, name)
        for name in ("initial_weights", "word_match", "self_attention")
    }
    return ReadingConfig.from_mapping({**own, **beyond, **changes})


def _loud(value):
    return value.upper() if isinstance(value, str) else value


def test_best_starts_from_bidaf_and_has_its_sizes():
    best, bidaf = PRESETS["best"], PRESETS["bidaf"]
    assert best.initial_weights == "bidaf"
    for name in (
        "hidden_size",
        "character_filters",
        "modelling_layers",
        "validation_fraction",
    ):
        assert getattr(best, name) == getattr(bidaf, name)


def test_none_means_random_weights():
    assert warm_start.load(PRESETS["bidaf"]) is None


def test_common_weights_are_copied_and_added_layers_start_small(bidaf):
    config = _config(bidaf)
    initial = warm_start.load(config)
    model = build(
        config,
        np.asarray(initial.model.get_layer("character_cnn").embedding.embeddings),
    )
    before, source = weights.of_model(model), weights.of_model(initial.model)
    warm_start.copy_weights(model, initial)
    after = weights.of_model(model)
    assert set(source) < set(after)
    for path in source:
        np.testing.assert_array_equal(after[path], source[path])
    for path in ("word_match_projection/kernel", "self_attention_projection/kernel"):
        assert np.abs(before[path]).max() > 0
        np.testing.assert_allclose(after[path], 0.1 * before[path], rtol=1e-6)


def test_other_sizes_are_refused_with_a_sentence(bidaf):
    config = _config(bidaf, hidden_size=8)
    initial = warm_start.load(config)
    model = build(
        config,
        np.asarray(initial.model.get_layer("character_cnn").embedding.embeddings),
    )
    with pytest.raises(CheckpointError, match=r"bidaf do not fit these settings: “"):
        warm_start.copy_weights(model, initial)


def test_network_that_is_not_shipped_is_refused(home):
    with pytest.raises(UnknownNameError, match="bidaf"):
        warm_start.load(PRESETS["best"])


@pytest.fixture
def teachers(bidaf, learned) -> list[Path]:
    """`bidaf`, and a tiny network shipped as “bidaf-short”."""
    trained = learned("reading", "quick").checkpoint
    return [bidaf, tiny.ship("reading", trained, "bidaf-short")]


@pytest.mark.slow
def test_training_starts_from_the_initial_weights_and_names_its_teachers(
    teachers, monkeypatch
):
    bidaf = teachers[0]
    # Answers with characters outside the vocabulary of `bidaf`.
    louder = json.loads(
        contexts.squad(),
        object_hook=lambda found: {k: _loud(v) for k, v in found.items()},
    )
    text = json.dumps(louder)
    settings = {
        name: value
        for name, value in _config(bidaf).to_mapping().items()
        if name not in ("seed", "epochs", "batch_size")
    }
    settings |= {"distillation_weight": 0.75, "epochs": 1}
    run = tiny.create("reading", "best", text.encode(), **settings)
    watch = Watch().over(monkeypatch)
    assert tiny.work(run) == "done", run.events[-1]
    initial = hdf5.read(bidaf / "model.weights.h5")[0]
    for path, array in watch.before.items():
        if path in initial:
            np.testing.assert_array_equal(array, initial[path])
    card = checkpoint.read_card(run.folder / "checkpoint", "reading")
    shipped = checkpoint.read_card(bidaf, "reading")
    assert card.facts["initial_weights"] == "bidaf"
    assert card.facts["initial_weights_sha256"] == shipped.files["model.weights.h5"]
    assert card.facts["teachers"] == "bidaf, bidaf-short"
    assert card.facts["teachers_sha256"] == [
        checkpoint.read_card(folder, "reading").files["model.weights.h5"]
        for folder in teachers
    ]
    name = "characters.json"
    kept = json.loads((run.folder / "checkpoint" / name).read_text(encoding="utf-8"))
    assert kept == json.loads((bidaf / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("other", [{"seed": 1}, {"validation_fraction": 0.2}])
def test_articles_bidaf_was_trained_on_are_not_validation(bidaf, other):
    initial = warm_start.load(_config(bidaf))
    warm_start.check_validation_split(initial, _config(bidaf))
    with pytest.raises(
        ConfigError, match=r"“seed” at 0 and “validation fraction” at most 0\.\d+"
    ):
        warm_start.check_validation_split(initial, _config(bidaf, **other))
