"""The majority baseline: always the most frequent class of the training set.

The word-count baseline is the preset `word_counts`, with a card and figures like every
network's.
"""

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.data import NEUTRAL, Examples


def majority(train: Examples, measured: Examples) -> dict[str, tuple[float, int]]:
    """Return the accuracies of the most frequent class, each with its n.

    Args:
        train: The training set, which decides the class.
        measured: The split to measure on.
    """
    train_polar = train.sentence_labels[train.sentence_labels != NEUTRAL]
    polar = measured.sentence_labels[measured.sentence_labels != NEUTRAL]
    parts = {
        "phrase": (train.labels, measured.labels),
        "sentence": (train.sentence_labels, measured.sentence_labels),
        "binary": (train_polar > NEUTRAL, polar > NEUTRAL),
    }
    return {
        f"majority_{name}_accuracy": (_accuracy(*labels), len(labels[1]))
        for name, labels in parts.items()
        if all(map(len, labels))
    }


def _accuracy(train: NDArray[np.generic], measured: NDArray[np.generic]) -> float:
    values, counts = np.unique(train, return_counts=True)
    return float(np.mean(measured == values[counts.argmax()]))
