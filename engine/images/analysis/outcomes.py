"""What a network said of every test image, without the images.

Stored beside a shipped checkpoint, so that confusion, accuracy per class and
honesty can be drawn where the data is not; an image's place in the test file
opens it where it is.

N images, K classes.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.arrays import Arrays
from engine.images import calibration
from engine.images.data import TEST
from engine.images.pixels import Labels

FILE = "outcomes.npz"
ALIKE = 500  # images that are held against one answer


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Every measured image: what it shows, and what was said of it.

    Args:
        classes: K names.
        split: What the images are, "test".
        labels: (N,).
        probabilities: Of six views averaged, over the temperature, (N, K).
        single: What one view alone says, (N,).
    """

    classes: tuple[str, ...]
    split: str
    labels: Labels
    probabilities: NDArray[np.float64]
    single: Labels

    @property
    def answers(self) -> Labels:
        """The likeliest class of each image, (N,)."""
        return np.asarray(self.probabilities.argmax(axis=-1), np.int64)

    @property
    def confidences(self) -> list[float]:
        """How sure each answer is, 0 to 1."""
        return [float(value) for value in self.probabilities.max(axis=-1)]

    def confidences_before(self, degrees: float) -> list[float]:
        """Return how sure each answer would be without the temperature, 0 to 1.

        Args:
            degrees: The temperature that the logits were divided by.
        """
        powers = self.probabilities**degrees
        return [float(value) for value in powers.max(axis=-1) / powers.sum(axis=-1)]

    def right_when_as_sure(self, confidence: float) -> int:
        """Return on how many of the ALIKE images nearest in confidence it is right."""
        apart = np.abs(self.probabilities.max(axis=-1) - confidence)
        nearest = np.argsort(apart, kind="stable")[:ALIKE]
        return int((self.answers == self.labels)[nearest].sum())

    @property
    def hits(self) -> list[bool]:
        """Whether each answer is right."""
        return [bool(value) for value in self.answers == self.labels]

    def confusion(self, averaged: bool = True) -> list[list[int]]:
        """Return how often each class (rows) got each answer (columns).

        Args:
            averaged: Whether of six views, or of one.
        """
        said = self.answers if averaged else self.single
        size = len(self.classes)
        counts = np.bincount(self.labels * size + said, minlength=size * size)
        return [[int(n) for n in row] for row in counts.reshape(size, size)]

    def class_accuracies(self, averaged: bool = True) -> dict[str, float]:
        """Return the share of each class that is right, 0 to 1."""
        return {
            name: row[place] / max(sum(row), 1)
            for place, (name, row) in enumerate(
                zip(self.classes, self.confusion(averaged), strict=True)
            )
        }

    def cell(self, truth: int, said: int) -> list[int]:
        """Return the places of the images in one cell, the surest first."""
        return self._surest((self.labels == truth) & (self.answers == said))

    def mistakes(self) -> list[int]:
        """Return the places of all images that are wrong, the surest first."""
        return self._surest(self.answers != self.labels)

    def _surest(self, which: NDArray[np.bool_]) -> list[int]:
        places = np.flatnonzero(which)
        sure = self.probabilities.max(axis=-1)[places]
        return [int(place) for place in places[np.argsort(-sure, kind="stable")]]


def to_bytes(outcomes: Outcomes) -> bytes:
    """Return the outcomes as a compressed file of plain arrays."""
    return arrays.to_bytes(
        {
            "labels": outcomes.labels.astype(np.uint8),
            "probabilities": outcomes.probabilities.astype(np.float16),
            "single": outcomes.single.astype(np.uint8),
        }
    )


def of(
    classes: tuple[str, ...],
    labels: Labels,
    averaged: NDArray[np.float64],
    single: NDArray[np.float64],
    degrees: float,
) -> Outcomes:
    """Return the outcomes of logits on the test images.

    Args:
        classes: K names.
        labels: (N,).
        averaged: Mean logits of six views, (N, K).
        single: Scores of one view, (N, K).
        degrees: The temperature of mean logits.
    """
    found = calibration.probabilities(averaged, degrees)
    return Outcomes(classes, TEST, labels, found, single.argmax(axis=-1))


def read(folder: Path, classes: tuple[str, ...]) -> Outcomes:
    """Return the outcomes that a checkpoint carries.

    Raises:
        CheckpointError: It has none (runs of one's own have not), or damaged ones.
    """

    def of_stored(stored: Arrays) -> Outcomes:
        return Outcomes(
            classes,
            TEST,
            stored["labels"].astype(np.int64),
            stored["probabilities"].astype(np.float64),
            stored["single"].astype(np.int64),
        )

    return arrays.read(folder / FILE, of_stored)
