"""Every experiment, every preset, held to the contracts of `engine/experiment.py`."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from functools import lru_cache

import numpy as np
import pytest

from engine import hdf5, registry
from engine.backend import precision
from engine.checkpoints import checkpoint
from engine.config import Config
from engine.errors import LoupeError
from engine.runs.events import (
    Finished,
    Progress,
    Sample,
    Started,
)
from engine.runs.facts import baselines_of
from tests.contract.tiny import TINY, everything, networks

# Weights are kept in float16 or less: probabilities move by no more than this from
# those measured.
FLOAT16_ATOL = 2e-3
# The same sums in another order, float32.
FLOAT32_ATOL = 2e-5

EVERY = pytest.mark.parametrize(("name", "preset"), everything())
DISTINCT = pytest.mark.parametrize(("name", "preset"), everything(alike=False))
NETWORK = pytest.mark.parametrize(("name", "preset"), networks(alike=False))


@pytest.fixture(scope="module")
def loaded(learned):
    """Return what a preset's checkpoint loads as; the last one is kept at hand."""

    @lru_cache(maxsize=1)
    def ask(name, preset):
        return registry.get(name).load(learned(name, preset).checkpoint)

    return ask


@pytest.mark.parametrize("name", registry.NAMES)
def test_experiment_describes_itself(name):
    experiment = registry.get(name)
    assert experiment.name == name
    assert experiment.title
    assert experiment.purpose.endswith(".")
    assert "quick" in experiment.presets  # the overview and `sweep` name it
    assert set(TINY[name].networks) | set(TINY[name].counts) == set(experiment.presets)
    for config in experiment.presets.values():
        assert isinstance(config, Config)
        assert type(config).from_mapping(config.to_mapping()) == config
        assert all(setting.metadata["help"] for setting in fields(config))
    for source in experiment.sources:
        assert source.licence
        assert source.counts
        assert all(len(file.sha256) == 64 for file in source.files)


@EVERY
def test_events_come_in_order(name, preset, learned):
    said = learned(name, preset).said
    assert isinstance(said[0], Started)
    assert isinstance(said[-1], Finished)
    assert said[-1].outcome == "done"
    assert said[-1].metrics
    middle = said[1:-1]
    assert middle
    assert all(isinstance(event, Progress | Sample) for event in middle)
    splits = {e.split for e in middle if isinstance(e, Progress)}
    assert splits - set(baselines_of(said)) == {"train", "validation"}
    for split in ("train", "validation"):
        steps = [e.step for e in middle if isinstance(e, Progress) and e.split == split]
        assert steps == sorted(set(steps))
    times = [event.at for event in said]
    assert times == sorted(times)
    assert said[-1].step == said[0].total_steps


@EVERY
def test_shares_of_right_answers_say_of_how_many(name, preset, learned):
    said = learned(name, preset).said
    counts = said[0].validation_counts
    assert bool(counts) == TINY[name].measures_shares
    validated = [e.values for e in said if getattr(e, "split", "") == "validation"]
    for figure, count in counts.items():
        whole = 100 if figure == "em" else 1  # percent, or a fraction
        right = np.array([values[figure] for values in validated]) / whole * count
        assert right == pytest.approx(right.round(), abs=1e-4)


@EVERY
def test_card_says_what_was_done(name, preset, learned):
    run = learned(name, preset).run
    card = checkpoint.verify(learned(name, preset).checkpoint, name)
    assert card == type(card).from_text(card.to_text())
    assert (card.experiment, card.name, card.preset) == (name, run.id, preset)
    config = type(registry.get(name).presets[preset]).from_mapping(run.config)
    assert card.config == precision.resolved(config).to_mapping()
    assert card.outcome == "done"
    assert card.command == run.command
    (source,) = card.sources.items()
    assert source[0].startswith("sample.txt")
    assert source[1] == hashlib.sha256(TINY[name].data).hexdigest()
    assert card.metrics
    for metric in card.metrics:
        assert np.isfinite(metric.value)
        assert metric.n > 0
        assert metric.split
        assert metric.command.startswith("./loupe evaluate ")
    assert card.machine
    assert card.libraries["python"]
    assert "events.jsonl" in card.files


@DISTINCT
def test_evaluate_repeats_the_figure_of_the_card(name, preset, learned, tmp_path):
    folder = learned(name, preset).checkpoint
    figures = registry.get(name).evaluate(folder, tmp_path)
    assert figures["n"] > 0
    assert figures["split"]
    for metric in checkpoint.read_card(folder, name).metrics:
        # While training it is measured in parallel streams: nearly the same.
        assert figures[metric.name] == pytest.approx(metric.value, rel=0.02)


@DISTINCT
def test_any_input_gives_an_answer_or_a_named_error(name, preset, learned, loaded):
    predictor = loaded(name, preset)
    assert predictor.name == learned(name, preset).run.id
    tiny = TINY[name]
    assert set(tiny.refused) < set(tiny.inputs)
    for given in tiny.inputs:
        if given in tiny.refused:
            with pytest.raises(LoupeError, match=r"\w"):  # a sentence for the person
                tiny.answer(predictor, given)
        else:
            assert np.isfinite(tiny.answer(predictor, given)).all()


@NETWORK
def test_loaded_model_answers_as_before_saving(name, preset, learned, loaded, tmp_path):
    made = learned(name, preset)
    given = TINY[name].inputs[0]
    predictor = loaded(name, preset)
    found = TINY[name].answer(predictor, given)
    exact = tmp_path / "exact.h5"
    hdf5.write(exact, made.averaged)
    files = {file: made.checkpoint / file for file in predictor.card.files}
    files["model.weights.h5"] = exact
    before = checkpoint.write(tmp_path / "before", predictor.card, files)
    expected = TINY[name].answer(registry.get(name).load(before), given)
    np.testing.assert_allclose(found, expected, rtol=0, atol=FLOAT16_ATOL)
    assert sum(array.size for array in made.after.values()) == predictor.card.parameters


@NETWORK
def test_one_item_is_answered_alike_alone_and_in_a_batch(name, preset, loaded):
    alone, together = TINY[name].together(loaded(name, preset))
    np.testing.assert_allclose(alone, together, rtol=0, atol=FLOAT32_ATOL)


@NETWORK
def test_padding_or_cutting_changes_nothing(name, preset, loaded):
    plain, uneven = TINY[name].uneven(loaded(name, preset))
    np.testing.assert_allclose(plain, uneven, rtol=0, atol=FLOAT32_ATOL)


@NETWORK
def test_snapshots_of_the_time_machine_load(name, preset, learned, loaded):
    made = learned(name, preset)
    card = checkpoint.read_card(made.checkpoint, name)
    assert [snapshot.epoch for snapshot in card.snapshots] == [1, 2]
    model = loaded(name, preset).model
    wanted = {variable.path: tuple(variable.shape) for variable in model.weights}
    kept = []
    for snapshot in card.snapshots:
        assert np.isfinite(snapshot.values["loss"])
        arrays, _ = hdf5.read(made.checkpoint / snapshot.file)
        assert {path: array.shape for path, array in arrays.items()} == wanted
        kept.append(arrays)
    assert any(not np.array_equal(kept[0][path], kept[1][path]) for path in wanted)
