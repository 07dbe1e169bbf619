"""Baselines without a network: the most frequent class, and a lookup table.

The word-count baseline is the preset `word_counts`, with a card and figures like every
network's.
"""

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.data import NEUTRAL, Examples, lowered
from engine.sentiment.outcomes import Outcomes


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


def lookup(
    train: Examples, measured: Examples, answered: Outcomes
) -> dict[str, tuple[float, int]]:
    """Return the accuracies on phrases of a lookup table, each with its n.

    A phrase that the training set contains gets its label from there. The first figure
    answers all others with the most frequent class, the second as the network does.

    Args:
        train: The training set, which is the table.
        measured: The split to measure on.
        answered: A network's answers on it.
    """
    labels = dict(zip(map(lowered, train.texts), train.labels, strict=True))
    looked_up = np.array(
        [labels.get(lowered(text), -1) for text in measured.texts], np.int8
    )
    frequent = np.full_like(looked_up, np.bincount(train.labels).argmax())
    others = {"lookup": frequent, "lookup_network": answered.answers}
    return {
        f"{name}_phrase_accuracy": (
            float(
                np.mean(np.where(looked_up < 0, other, looked_up) == measured.labels)
            ),
            len(looked_up),
        )
        for name, other in others.items()
    }


def _accuracy(train: NDArray[np.generic], measured: NDArray[np.generic]) -> float:
    values, counts = np.unique(train, return_counts=True)
    return float(np.mean(measured == values[counts.argmax()]))
