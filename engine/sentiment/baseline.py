"""What needs no network: the most frequent class of the training split, always.

The other floor, word-count logistic regression, is the preset `word_counts`, with
a card and figures like every network's.
"""

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.data import NEUTRAL, Examples


def majority(known: Examples, measured: Examples) -> dict[str, tuple[float, int]]:
    """Return how often the most frequent class is right, and of how many.

    Args:
        known: What the class is chosen by: the training split.
        measured: What it is measured on.
    """
    polar = known.sentence_labels != NEUTRAL
    kept = measured.sentence_labels != NEUTRAL
    parts = {
        "phrase": (known.labels, measured.labels),
        "sentence": (known.sentence_labels, measured.sentence_labels),
        "binary": (
            known.sentence_labels[polar] > NEUTRAL,
            measured.sentence_labels[kept] > NEUTRAL,
        ),
    }
    return {
        f"majority_{name}_accuracy": (_share(*labels), len(labels[1]))
        for name, labels in parts.items()
        if all(map(len, labels))
    }


def _share(known: NDArray[np.generic], measured: NDArray[np.generic]) -> float:
    values, counts = np.unique(known, return_counts=True)
    return float(np.mean(measured == values[counts.argmax()]))
