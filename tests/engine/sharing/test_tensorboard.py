"""What is written for TensorBoard is read back with TensorFlow's own event reader."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from engine.checkpoints import checkpoint, weights
from engine.errors import CheckpointError
from engine.runs import events
from engine.runs.events import Sample
from engine.sharing import tensorboard


def read(folder: Path) -> dict[str, dict[int, object]]:
    """Return tag -> step -> value of the event files directly in a folder."""
    found: dict[str, dict[int, object]] = defaultdict(dict)
    for path in sorted(folder.glob("events.out.tfevents.*")):
        for record in tf.data.TFRecordDataset(str(path)):
            event = tf.compat.v1.Event.FromString(record.numpy())
            if event.graph_def:
                found["graph"][event.step] = tf.compat.v1.GraphDef.FromString(
                    event.graph_def
                )
            for value in event.summary.value:
                found[value.tag][event.step] = tf.make_ndarray(value.tensor)
                plugin = value.metadata.plugin_data.plugin_name
                if plugin:
                    found[f"plugin of {value.tag}"][event.step] = plugin
    return found


@pytest.fixture(scope="module")
def written(tiny_checkpoint, tmp_path_factory) -> Path:
    """The log folder of the tiny LSTM."""
    run = tiny_checkpoint.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_RUNS", str(run.parents[1]))
        return tensorboard.write("language", run.name, tmp_path_factory.mktemp("logs"))


@pytest.mark.parametrize("split", ["train", "validation"])
def test_scalars_are_the_events_by_step(written, tiny_checkpoint, split):
    reports = events.progress_of(events.read(tiny_checkpoint / "events.jsonl"), split)
    found = read(written / split)
    assert len(reports) > 1
    expected = {e.step: e.values["loss"] for e in reports}
    assert found["loss"] == pytest.approx(expected, rel=1e-6)
    assert set(found["plugin of loss"].values()) == {"scalars"}


def test_samples_are_text_that_keeps_its_lines(written, tiny_checkpoint):
    said = events.read(tiny_checkpoint / "events.jsonl")
    samples = [event for event in said if isinstance(event, Sample)]
    found = read(written)
    assert samples
    assert set(found["sample"]) == {event.step for event in samples}
    lines = found["sample"][samples[-1].step][0].decode().split("\n")
    assert [line[4:] for line in lines] == samples[-1].text.split("\n")
    assert set(found["plugin of sample"].values()) == {"text"}


def test_histograms_hold_every_weight_of_every_snapshot(written, tiny_checkpoint):
    card = checkpoint.read_card(tiny_checkpoint, "language")
    arrays, _ = weights.read(tiny_checkpoint / "model.weights.h5")
    found = read(written)
    for name, array in arrays.items():
        by_step = found[f"weights/{name}"]
        assert len(by_step) == len({s.epoch for s in card.snapshots} | {card.epochs})
        last = by_step[max(by_step)]
        assert last.shape == (30, 3)
        assert last[:, 2].sum() == array.size
        np.testing.assert_allclose(last[0, 0], array.min(), rtol=1e-6)
        np.testing.assert_allclose(last[-1, 1], array.max(), rtol=1e-6)
    assert set(found[f"plugin of weights/{name}"].values()) == {"histograms"}


def test_graph_has_the_layers_by_name(written):
    (graph,) = read(written)["graph"].values()
    names = {node.name for node in graph.node}
    assert any("lstm_1" in name for name in names)
    assert any("logits" in name for name in names)


def test_log_that_is_there_is_not_written_twice(written, tiny_checkpoint, monkeypatch):
    run = tiny_checkpoint.parent
    monkeypatch.setenv("LOUPE_RUNS", str(run.parents[1]))
    with pytest.raises(CheckpointError, match="exists already"):
        tensorboard.write("language", run.name, written.parent)
