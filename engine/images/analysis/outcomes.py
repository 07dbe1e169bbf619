"""A network's answers to all test images, without the images.

Stored in published checkpoints, so that the confusion matrix, accuracy per class and
calibration can be drawn without the data. Images are named by their index in the test
file.

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
SIMILAR = 500  # images of similar confidence that one answer is compared with


@dataclass(frozen=True, eq=False)
class Outcomes:
    """True class and answer of every test image.

    Args:
        classes: K names.
        split: Of the images, "test".
        labels: True classes, (N,).
        probabilities: Of six averaged views, calibrated, (N, K).
        single: Predicted classes from one view alone, (N,).
    """

    classes: tuple[str, ...]
    split: str
    labels: Labels
    probabilities: NDArray[np.float64]
    single: Labels

    @property
    def answers(self) -> Labels:
        """The predicted class of each image, (N,)."""
        return np.asarray(self.probabilities.argmax(axis=-1), np.int64)

    @property
    def confidences(self) -> list[float]:
        """The confidence of each answer, 0 to 1."""
        return [float(value) for value in self.probabilities.max(axis=-1)]

    def confidences_before(self, temperature: float) -> list[float]:
        """Return the confidence of each answer without temperature scaling, 0 to 1.

        Args:
            temperature: The one that the logits were divided by.
        """
        powers = self.probabilities**temperature
        return [float(value) for value in powers.max(axis=-1) / powers.sum(axis=-1)]

    def right_at_similar_confidence(self, confidence: float) -> int:
        """Return how many of the SIMILAR images closest in confidence are right."""
        distance = np.abs(self.probabilities.max(axis=-1) - confidence)
        nearest = np.argsort(distance, kind="stable")[:SIMILAR]
        return int((self.answers == self.labels)[nearest].sum())

    @property
    def hits(self) -> list[bool]:
        """Whether each answer is right."""
        return [bool(value) for value in self.answers == self.labels]

    def confusion(self, averaged: bool = True) -> list[list[int]]:
        """Return the confusion matrix: true classes as rows, answers as columns.

        Args:
            averaged: Of six averaged views, else of one.
        """
        answers = self.answers if averaged else self.single
        size = len(self.classes)
        counts = np.bincount(self.labels * size + answers, minlength=size * size)
        return [[int(n) for n in row] for row in counts.reshape(size, size)]

    def class_accuracies(self, averaged: bool = True) -> dict[str, float]:
        """Return the accuracy of each class (its recall), 0 to 1."""
        return {
            name: row[label] / max(sum(row), 1)
            for label, (name, row) in enumerate(
                zip(self.classes, self.confusion(averaged), strict=True)
            )
        }

    def cell(self, truth: int, answer: int) -> list[int]:
        """Return the indices of a cell's images, most confident first."""
        return self._by_confidence((self.labels == truth) & (self.answers == answer))

    def mistakes(self) -> list[int]:
        """Return the indices of misclassified images, most confident first."""
        return self._by_confidence(self.answers != self.labels)

    def _by_confidence(self, which: NDArray[np.bool_]) -> list[int]:
        indices = np.flatnonzero(which)
        confidence = self.probabilities.max(axis=-1)[indices]
        return [int(i) for i in indices[np.argsort(-confidence, kind="stable")]]


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
    temperature: float,
) -> Outcomes:
    """Return the outcomes of logits on the test images.

    Args:
        classes: K names.
        labels: (N,).
        averaged: Mean logits of six views, (N, K).
        single: Logits of one view, (N, K).
        temperature: Of mean logits.
    """
    probabilities = calibration.probabilities(averaged, temperature)
    return Outcomes(classes, TEST, labels, probabilities, single.argmax(axis=-1))


def read(folder: Path, classes: tuple[str, ...]) -> Outcomes:
    """Return the outcomes of a checkpoint.

    Raises:
        CheckpointError: It has none (only published ones do), or damaged ones.
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
