"""The test images that each channel of a stage responds to most strongly.

The index is small and holds no pixels: for each channel the indices of a few images in
the test file, the channel's largest activation on each, and where in its map that is.
Where CIFAR-10 is present, the images can be shown.

C channels, H and W pixels of a stage's maps, M images of each channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.arrays import Arrays
from engine.images.analysis import clamping, network_map
from engine.images.pixels import Pixels

FILE = "channel-images.npz"
COUNT = 8  # images of each channel
_BLOCK = 250  # images whose maps are in memory at once


@dataclass(frozen=True, slots=True)
class Response:
    """A test image, and what a channel responds to it."""

    index: int  # among the 10,000
    value: float  # the channel's largest activation on it
    place: tuple[int, int]  # row and column of that activation, from 0


@dataclass(frozen=True, eq=False)
class Stage:
    """The images of each channel of a stage, largest activation first."""

    indices: NDArray[np.int64]  # (C, M)
    values: NDArray[np.float64]  # (C, M)
    places: NDArray[np.int64]  # (C, M), row · W + column
    size: tuple[int, int]  # (H, W); (1, 1) of a dense layer, whose channels are units

    def of(self, channel: int) -> tuple[Response, ...]:
        """Return the images of a channel, from 0."""
        rows = self.indices[channel], self.values[channel], self.places[channel]
        return tuple(
            Response(int(index), float(value), divmod(int(place), self.size[1]))
            for index, value, place in zip(*rows, strict=True)
        )


def channels_of_one_class(stage: Stage, labels: NDArray[np.int64]) -> int:
    """Return how many channels have more than half of their images from one class.

    Args:
        stage: Of the index.
        labels: Of all test images, (10000,).
    """
    classes = labels[stage.indices]  # (C, M)
    most = np.asarray([np.bincount(row).max() for row in classes])
    return int((most > classes.shape[1] / 2).sum())


def make(classifier: Any, pixels: Pixels, count: int = COUNT) -> dict[str, Stage]:
    """Return the index, by stage.

    Args:
        classifier: A loaded `Classifier`.
        pixels: The test images, (N, 32, 32, 3).
        count: M, at most N.
    """
    import keras

    model = classifier.model
    outputs = network_map.outputs(model)
    stages = {stage: outputs[stage] for stage in clamping.stages(classifier)}
    maps = {stage: model.get_layer(layer).output for stage, layer in stages.items()}
    network = keras.Model(model.input, maps)
    peaks: dict[str, list[NDArray[np.float64]]] = {stage: [] for stage in stages}
    places: dict[str, list[NDArray[np.int64]]] = {stage: [] for stage in stages}
    for start in range(0, len(pixels), _BLOCK):
        block = network(pixels[start : start + _BLOCK].astype(np.float32))
        for stage, values in block.items():
            of_block = keras.ops.convert_to_numpy(values)
            flat = of_block.reshape(len(of_block), -1, of_block.shape[-1])
            peaks[stage].append(flat.max(axis=1).astype(np.float64))
            places[stage].append(flat.argmax(axis=1))
    return {
        stage: _strongest(
            np.concatenate(peaks[stage]),
            np.concatenate(places[stage]),
            tuple(maps[stage].shape[1:-1]) or (1, 1),
            count,
        )
        for stage in stages
    }


def _strongest(
    peaks: NDArray[np.float64],
    places: NDArray[np.int64],
    size: tuple[int, int],
    count: int,
) -> Stage:
    """Return the largest of the peaks (N, C) of each channel."""
    order = np.argsort(-peaks, axis=0, kind="stable")[:count]  # (M, C)
    values = np.take_along_axis(peaks, order, axis=0).T
    return Stage(order.T, values, np.take_along_axis(places, order, axis=0).T, size)


def to_bytes(index: Mapping[str, Stage]) -> bytes:
    """Return an index as a compressed file of plain arrays."""
    return arrays.to_bytes(
        {
            f"{stage}.{name}": values
            for stage, of in index.items()
            for name, values in (
                ("indices", of.indices.astype(np.uint16)),
                ("values", of.values.astype(np.float16)),
                ("places", of.places.astype(np.uint16)),
                ("size", np.asarray(of.size, np.uint8)),
            )
        }
    )


def read(folder: Path) -> dict[str, Stage]:
    """Return the index of a checkpoint, by stage.

    Raises:
        CheckpointError: It has none (only published ones do), or a damaged one.
    """
    return arrays.read(folder / FILE, _index)


def _index(stored: Arrays) -> dict[str, Stage]:
    stages = dict.fromkeys(name.rpartition(".")[0] for name in stored)
    return {
        stage: Stage(
            stored[f"{stage}.indices"].astype(np.int64),
            stored[f"{stage}.values"].astype(np.float64),
            stored[f"{stage}.places"].astype(np.int64),
            (int(stored[f"{stage}.size"][0]), int(stored[f"{stage}.size"][1])),
        )
        for stage in stages
    }
