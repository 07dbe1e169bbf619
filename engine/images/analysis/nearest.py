"""Training images that a network takes for much the same as a picture.

The index is small and holds no pixels: for some training images their place in
the official order, their class, and what the last layer before the logits makes
of them, rounded to eight bits. Where the data is, their pixels can be shown.

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
    """A training image like a picture."""

    place: int  # among the 50,000, in official order
    label: int
    likeness: float  # cosine of the angle between their features, -1 to 1


@dataclass(frozen=True, eq=False)
class Index:
    """Some training images as a network sees them."""

    places: NDArray[np.int64]  # (M,)
    labels: Labels  # (M,)
    directions: NDArray[np.int8]  # (M, F), of length 1 once over _LEVELS

    def nearest(self, features: NDArray[np.floating], count: int) -> list[Neighbour]:
        """Return the images likest to a picture, likest first.

        Args:
            features: What the network makes of it, (F,).
            count: How many.
        """
        wanted = directions(features[None])[0]
        own = self.directions.astype(np.float32)
        lengths = np.linalg.norm(own, axis=1)
        likeness = own @ wanted / np.maximum(lengths, 1e-9)
        order = np.argsort(-likeness, kind="stable")[:count]
        return [
            Neighbour(int(self.places[i]), int(self.labels[i]), float(likeness[i]))
            for i in order
        ]


def directions(features: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return features (N, F) as directions of length 1."""
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features / np.maximum(lengths, 1e-9), np.float32)


def class_shares(found: list[Neighbour], classes: tuple[str, ...]) -> dict[str, float]:
    """Return of which class how large a share of some neighbours is, 0 to 1."""
    counts = Counter(classes[one.label] for one in found)
    return {name: count / len(found) for name, count in counts.most_common()}


def features(classifier: Any, pixels: Pixels) -> NDArray[np.float32]:
    """Return what the layer before the logits makes of images, (N, F)."""
    import keras

    from engine.images.model import FEATURES

    part = classifier.part(FEATURES)
    made = [
        keras.ops.convert_to_numpy(part(pixels[i : i + _BLOCK].astype(np.float32)))
        for i in range(0, len(pixels), _BLOCK)
    ]
    return np.concatenate(made)


def make(classifier: Any, pictures: Pictures, places: NDArray[np.intp]) -> Index:
    """Return the index of training images.

    Args:
        classifier: A loaded `Classifier`.
        pictures: The images, M of them.
        places: Where they stand among all, (M,).
    """
    found = directions(features(classifier, pictures.pixels))
    most = np.abs(found).max(axis=1, keepdims=True)
    rounded = np.rint(found / np.maximum(most, 1e-9) * _LEVELS).astype(np.int8)
    return Index(places.astype(np.int64), pictures.labels, rounded)


def to_bytes(index: Index) -> bytes:
    """Return an index as a compressed file of plain arrays."""
    return arrays.to_bytes(
        {
            "places": index.places.astype(np.uint16),
            "labels": index.labels.astype(np.uint8),
            "directions": index.directions,
        }
    )


def read(folder: Path) -> Index:
    """Return the index that a checkpoint carries.

    Raises:
        CheckpointError: It has none (runs of one's own have not), or a damaged one.
    """
    return arrays.read(folder / FILE, _index)


def _index(stored: Arrays) -> Index:
    return Index(
        stored["places"].astype(np.int64),
        stored["labels"].astype(np.int64),
        stored["directions"],
    )
