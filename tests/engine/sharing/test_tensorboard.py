"""What is written for TensorBoard is read back as TensorBoard's own pages read it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from tensorboard.backend.event_processing.data_provider import MultiplexerDataProvider
from tensorboard.backend.event_processing.plugin_event_multiplexer import (
    EventMultiplexer,
)
from tensorboard.context import RequestContext
from tensorboard.data.provider import RunTagFilter

from engine import hdf5
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError
from engine.runs import events
from engine.runs.events import Sample
from engine.sharing import tensorboard

NETWORK = "."  # the run of what is directly in the log folder


@pytest.fixture(scope="module")
def written(tiny_checkpoint, tmp_path_factory) -> Path:
    """The log folder of the tiny LSTM, written without the package `tensorboard`."""
    run = tiny_checkpoint.parent
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in sys.modules if name.startswith("tensorboard")]:
            patch.setitem(sys.modules, name, None)  # Loupe does not install it
        patch.setenv("LOUPE_RUNS", str(run.parents[1]))
        return tensorboard.write("language", run.name, tmp_path_factory.mktemp("logs"))


@pytest.fixture(scope="module")
def opened(written) -> EventMultiplexer:
    """The log folder as `tensorboard --logdir` opens it, nothing left out."""
    everything = {"scalars": 0, "text": 0, "histograms": 0}
    runs = EventMultiplexer(tensor_size_guidance=everything)
    return runs.AddRunsFromDirectory(str(written)).Reload()


def scalars(opened: EventMultiplexer, run: str) -> dict[str, dict[int, float]]:
    """Return tag -> step -> value of a run's scalar charts."""
    found = MultiplexerDataProvider(opened, "").read_scalars(
        RequestContext(),
        experiment_id="",
        plugin_name="scalars",
        downsample=10_000,
        run_tag_filter=RunTagFilter(runs=[run]),
    )
    return {
        tag: {point.step: point.value for point in points}
        for tag, points in found[run].items()
    }


def tensors(opened: EventMultiplexer, plugin: str) -> dict[str, dict[int, np.ndarray]]:
    """Return tag -> step -> value of the network's texts or histograms."""
    found = MultiplexerDataProvider(opened, "").read_tensors(
        RequestContext(),
        experiment_id="",
        plugin_name=plugin,
        downsample=10_000,
        run_tag_filter=RunTagFilter(runs=[NETWORK]),
    )
    return {
        tag: {point.step: point.numpy for point in points}
        for tag, points in found[NETWORK].items()
    }


@pytest.mark.parametrize("split", ["train", "validation"])
def test_scalars_are_the_events_by_step(opened, tiny_checkpoint, split):
    reports = events.progress_of(events.read(tiny_checkpoint / "events.jsonl"), split)
    found = scalars(opened, split)
    assert len(reports) > 1
    for name in reports[0].values:
        expected = {e.step: e.values[name] for e in reports}
        assert found[name] == pytest.approx(expected, rel=1e-6)


def test_samples_are_text_that_keeps_its_lines(opened, tiny_checkpoint):
    said = events.read(tiny_checkpoint / "events.jsonl")
    samples = [event for event in said if isinstance(event, Sample)]
    found = tensors(opened, "text")["sample"]
    assert samples
    assert set(found) == {event.step for event in samples}
    lines = found[samples[-1].step][0].decode().split("\n")
    assert [line[4:] for line in lines] == samples[-1].text.split("\n")


def test_histograms_hold_every_weight_of_every_snapshot(opened, tiny_checkpoint):
    card = checkpoint.read_card(tiny_checkpoint, "language")
    arrays, _ = hdf5.read(tiny_checkpoint / "model.weights.h5")
    found = tensors(opened, "histograms")
    assert set(found) == {f"weights/{name}" for name in arrays}
    for name, array in arrays.items():
        by_step = found[f"weights/{name}"]
        assert len(by_step) == len({s.epoch for s in card.snapshots} | {card.epochs})
        last = by_step[max(by_step)]
        assert last.shape == (30, 3)
        assert last[:, 2].sum() == array.size
        np.testing.assert_allclose(last[0, 0], array.min(), rtol=1e-6)
        np.testing.assert_allclose(last[-1, 1], array.max(), rtol=1e-6)


def test_graph_has_the_layers_by_name(opened):
    names = {node.name for node in opened.Graph(NETWORK).node}
    assert any("lstm_1" in name for name in names)
    assert any("logits" in name for name in names)


def test_log_that_is_there_is_not_written_twice(written, tiny_checkpoint, monkeypatch):
    run = tiny_checkpoint.parent
    monkeypatch.setenv("LOUPE_RUNS", str(run.parents[1]))
    with pytest.raises(CheckpointError, match="exists already"):
        tensorboard.write("language", run.name, written.parent)
