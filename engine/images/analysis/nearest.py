"""The training images whose features are nearest to those of a picture.

The index is small and holds no pixels: for some training images their index in the
official order, their class, and their features (the input of the layer that returns
the logits) rounded to eight bits. Where CIFAR-10 is present, the images can be shown.

M images in the index, F features.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.arrays import Arrays
from engine.images.pixels import Labels, Pictures, Pixels

FILE = "nearest.npz"
COUNT = 5000  # images in an index
_LEVELS = 127
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training image similar to a picture."""

    index: int  # among the 50,000, in official order
    label: int
    similarity: float  # cosine of their features, -1 to 1


@dataclass(frozen=True, eq=False)
class Index:
    """Some training images with their features."""

    indices: NDArray[np.int64]  # (M,), into the 50,000
    labels: Labels  # (M,)
    directions: NDArray[np.int8]  # (M, F), features of any length

    def nearest(self, features: NDArray[np.floating], count: int) -> list[Neighbour]:
        """Return the images most similar to a picture, most similar first.

        Args:
            features: Of the picture, (F,).
            count: How many.
        """
        direction = directions(features[None])[0]
        stored = self.directions.astype(np.float32)
        lengths = np.linalg.norm(stored, axis=1)
        similarity = stored @ direction / np.maximum(lengths, 1e-9)  # (M,)
        order = np.argsort(-similarity, kind="stable")[:count]
        return [
            Neighbour(int(self.indices[i]), int(self.labels[i]), float(similarity[i]))
            for i in order
        ]


def directions(features: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return features (N, F) scaled to length 1."""
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features / np.maximum(lengths, 1e-9), np.float32)


def class_shares(
    neighbours: list[Neighbour], classes: tuple[str, ...]
) -> dict[str, float]:
    """Return class -> its share of some neighbours, 0 to 1, largest first."""
    counts = Counter(classes[neighbour.label] for neighbour in neighbours)
    return {name: count / len(neighbours) for name, count in counts.most_common()}


def features(classifier: Any, pixels: Pixels) -> NDArray[np.float32]:
    """Return the features of images (N, 32, 32, 3), the input of the logits, (N, F)."""
    import keras

    from engine.images.model import FEATURES

    part = classifier.part(FEATURES)
    blocks = [
        keras.ops.convert_to_numpy(part(pixels[i : i + _BLOCK].astype(np.float32)))
        for i in range(0, len(pixels), _BLOCK)
    ]
    return np.concatenate(blocks)


def make(classifier: Any, pictures: Pictures, indices: NDArray[np.intp]) -> Index:
    """Return the index of training images.

    Args:
        classifier: A loaded `Classifier`.
        pictures: The images, M of them.
        indices: Theirs among all training images, (M,).
    """
    unit = directions(features(classifier, pictures.pixels))  # (M, F)
    largest = np.abs(unit).max(axis=1, keepdims=True)
    rounded = np.rint(unit / np.maximum(largest, 1e-9) * _LEVELS).astype(np.int8)
    return Index(indices.astype(np.int64), pictures.labels, rounded)


def to_bytes(index: Index) -> bytes:
    """Return an index as a compressed file of plain arrays."""
    return arrays.to_bytes(
        {
            "places": index.indices.astype(np.uint16),
            "labels": index.labels.astype(np.uint8),
            "directions": index.directions,
        }
    )


def read(folder: Path) -> Index:
    """Return the index of a checkpoint.

    Raises:
        CheckpointError: It has none (only published ones do), or a damaged one.
    """
    return arrays.read(folder / FILE, _index)


def _index(stored: Arrays) -> Index:
    return Index(
        stored["places"].astype(np.int64),
        stored["labels"].astype(np.int64),
        stored["directions"],
    )
