"""A network's curve, samples and weights as a log folder of TensorBoard.

    validation/  train/    scalars by step: loss and the other metrics; learning rate
    samples                what the network wrote or answered, as text
    weights                a histogram of each array, at each snapshot
    graph                  the operations of the network (on TensorFlow)

TensorFlow's own writer makes the files. Its short forms (`tf.summary.scalar`) need the
package `tensorboard`, which Loupe does not install; `tf.summary.write` does not, and
takes the description of each kind of summary that TensorBoard's plugins read.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine import hdf5, registry, settings
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError, DiskFullError
from engine.runs import events
from engine.runs.events import Progress, Sample

_BINS = 30  # of a histogram, as many as TensorBoard keeps
_TENSOR, _SCALAR = 2, 1  # data classes of TensorBoard's own schema


def write(experiment: str, name: str, folder: Path) -> Path:
    """Write a checkpoint for `tensorboard --logdir FOLDER`; return its own folder.

    Args:
        experiment: Whose checkpoint.
        name: Of the checkpoint, or the id of its run.
        folder: Log folder; each network gets a folder in it.

    Raises:
        UnknownNameError, CheckpointError: As `checkpoint.find` and `verify`; or the
            network was written there before.
        DiskFullError: It cannot be written.
    """
    source = checkpoint.find(experiment, name)
    card = checkpoint.verify(source, experiment)
    target = folder / f"{experiment}-{name}"
    if target.exists():
        raise CheckpointError(f"{target} exists already. Name another folder.")
    said = events.read(source / "events.jsonl")
    curve = [event for event in said if isinstance(event, Progress)]
    try:
        for split in sorted({event.split for event in curve}):
            _write_curve(target / split, [e for e in curve if e.split == split])
        with _writer(target):
            for event in said:
                if isinstance(event, Sample):
                    _text("sample", event.text, event.step)
            _write_weights(card, source)
            _write_graph(experiment, source)
    except (OSError, tf.errors.OpError) as error:
        raise DiskFullError(f"Cannot write to {target}: {error}.") from error
    return target


def _writer(folder: Path) -> Any:
    """Return the default writer of a folder, as a context that closes it."""
    return tf.summary.create_file_writer(str(folder)).as_default()


def _write_curve(folder: Path, reports: Iterable[Progress]) -> None:
    """Write the metrics of one split; TensorBoard draws splits in one chart."""
    with _writer(folder):
        for report in reports:
            for name, value in report.values.items():
                _scalar(name, value, report.step)
            if report.learning_rate:
                _scalar("learning_rate", report.learning_rate, report.step)


def _write_weights(card: Card, source: Path) -> None:
    """Write a histogram of each array, for each snapshot and the final weights."""
    last = card.epochs
    files = {snapshot.epoch: snapshot.file for snapshot in card.snapshots}
    if "model.weights.h5" in card.files:
        files[last] = "model.weights.h5"
    steps_per_epoch = _steps_per_epoch(source)
    for epoch, file in sorted(files.items()):
        arrays, _ = hdf5.read(source / file)
        for name, array in arrays.items():
            _histogram(f"weights/{name}", array, round(epoch * steps_per_epoch))


def _steps_per_epoch(source: Path) -> float:
    """Return the steps per epoch of a training; 1 where it does not say."""
    for event in events.read(source / "events.jsonl"):
        if isinstance(event, events.Started):
            return event.steps_per_epoch
    return 1


def _write_graph(experiment: str, source: Path) -> None:
    """Write the operations of the network, where TensorFlow computes it."""
    model = getattr(registry.get(experiment).load(source), "model", None)
    if not isinstance(model, keras.Model) or settings.backend() != "tensorflow":
        return
    inputs = model.input
    named = inputs if isinstance(inputs, dict) else {"input": inputs}
    specs = {
        key: tf.TensorSpec(tensor.shape, tensor.dtype, name=key)
        for key, tensor in named.items()
    }

    @tf.function  # type: ignore[untyped-decorator]
    def network(values: Any) -> Any:
        return model(values if isinstance(inputs, dict) else values["input"])

    tf.summary.graph(network.get_concrete_function(specs).graph)


def _metadata(plugin: str, data_class: int) -> Any:
    """Return the description by which a plugin of TensorBoard finds its summaries."""
    metadata = tf.compat.v1.SummaryMetadata()
    metadata.plugin_data.plugin_name = plugin
    metadata.data_class = data_class
    return metadata


def _scalar(name: str, value: float, step: int) -> None:
    tensor = tf.constant(value, tf.float32)
    tf.summary.write(name, tensor, step, _metadata("scalars", _SCALAR))


def _text(name: str, text: str, step: int) -> None:
    # TensorBoard reads Markdown: four spaces keep the lines as they are.
    block = "\n".join(f"    {line}" for line in text.split("\n"))
    tensor = tf.constant([block.encode("utf-8", "replace")])
    tf.summary.write(name, tensor, step, _metadata("text", _TENSOR))


def _histogram(name: str, array: NDArray[Any], step: int) -> None:
    """Write left edge, right edge and count of each bin, (bins, 3) float64."""
    counts, edges = np.histogram(array, _BINS)
    rows = np.stack([edges[:-1], edges[1:], counts], axis=1)
    tensor = tf.constant(rows, tf.float64)
    tf.summary.write(name, tensor, step, _metadata("histograms", _TENSOR))
