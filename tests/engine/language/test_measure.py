"""The figures of a card, measured from the checkpoint alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from engine import registry
from engine.errors import CheckpointError, ConfigError, TextError, UnknownNameError

LANGUAGE = registry.get("language")


@pytest.fixture
def run_folder(tiny_checkpoint, tmp_path) -> Path:
    """A copy of a run with its text, which a test may change."""
    return Path(shutil.copytree(tiny_checkpoint.parent, tmp_path / "run"))


def measure(run_folder: Path, *rest):
    return LANGUAGE.evaluate(run_folder / "checkpoint", run_folder / "no data", *rest)


def test_figure_is_the_loss_on_the_last_tenth(run_folder, tiny_writer, sample_text):
    from engine.language.evaluate import score

    figures = measure(run_folder)
    part = sample_text[int(len(sample_text) * 0.9) :]
    nats = score(tiny_writer.model, tiny_writer.vocabulary.encode(part).ids)
    assert figures["nats_per_character"] == pytest.approx(nats.mean(), rel=1e-6)
    assert figures["n"] == len(part) - 1
    assert figures["split"] == "last 10%"
    limited = measure(run_folder, 50)
    assert limited["n"] == 50
    assert limited["nats_per_character"] == pytest.approx(nats[:50].mean(), rel=1e-6)


def test_tables_are_measured_in_every_order(learned):
    folder = learned("language", "ngrams").checkpoint
    figures = LANGUAGE.evaluate(folder, folder)
    orders = [figures[f"nats_per_character_order_{order}"] for order in (1, 2, 3, 4)]
    assert figures["nats_per_character"] == orders[-1]
    assert orders[0] > orders[1]
    assert len(set(orders)) == len(orders)


def test_table_has_no_figure_of_the_measures_of_networks(learned):
    folder = learned("language", "ngrams").checkpoint
    for measure in LANGUAGE.measures:
        figures = LANGUAGE.evaluate(folder, folder, None, measure)
        assert figures == {"n": 0, "split": "last 10%"}


def test_dynamic_evaluation_is_a_figure_of_its_own(run_folder):
    figures = measure(run_folder, None, "dynamic")
    plain = measure(run_folder)["nats_per_character"]
    assert "nats_per_character" not in figures
    assert figures["nats_per_character_dynamic"] == pytest.approx(plain, rel=0.05)
    assert figures["n"] % 64 == 0


def test_dynamic_evaluation_starts_from_the_checkpoints_weights(
    run_folder, tiny_checkpoint, sample_text
):
    from engine.language.evaluate import score
    from engine.language.measure import dynamic_score

    writer = LANGUAGE.load(tiny_checkpoint)
    ids = writer.vocabulary.encode(sample_text[:193]).ids
    plain = score(writer.model, ids)
    dynamic = dynamic_score(writer.model, ids)
    assert dynamic.shape == (192,)
    assert dynamic[:64] == pytest.approx(plain[:64], rel=1e-4)
    # The model was trained on the first block, whose states it keeps.
    assert dynamic[64:128] != pytest.approx(plain[64:128], rel=1e-6)
    assert dynamic[64:128] == pytest.approx(plain[64:128], rel=0.1)
    assert not np.allclose(score(writer.model, ids), plain)


def test_limit_that_leaves_nothing_is_refused(run_folder, tiny_writer):
    from engine.language.measure import dynamic_score

    for limit, name in ((0, ""), (-3, ""), (20, "dynamic")):
        with pytest.raises(ConfigError, match="“limit” must be at least"):
            measure(run_folder, limit, name)
    assert measure(run_folder, 1)["n"] == 1
    assert measure(run_folder, 64, "dynamic")["n"] == 64
    with pytest.raises(TextError, match="more than 64 characters"):
        dynamic_score(tiny_writer.model, np.zeros(64, np.int32))


def test_unknown_measure_lists_the_available(run_folder):
    with pytest.raises(
        UnknownNameError, match=r"Available: dynamic, dynamic\+ngrams, ngrams"
    ):
        measure(run_folder, None, "bits")


def test_missing_text_is_named(run_folder):
    (run_folder / "own-data").unlink()
    with pytest.raises(CheckpointError, match="was trained on is no longer here"):
        measure(run_folder)


@pytest.mark.parametrize("change", ["Lamp lit. " * 100, "\u2603"])
def test_text_that_was_changed_is_refused(run_folder, change):
    path = run_folder / "own-data"
    path.write_text(change + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CheckpointError, match=r"sample\.txt"):
        measure(run_folder)
