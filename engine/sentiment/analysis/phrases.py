"""The phrases behind a chart: those of a cell, those that split the networks.

Outcomes hold places, not texts; a text is read from the treebank, where it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.sentiment import data, outcomes
from engine.sentiment.outcomes import Outcomes


@dataclass(frozen=True, slots=True)
class Judged:
    """A phrase of a split and the share that the answer had."""

    text: str
    share: float


@lru_cache(maxsize=4)
def texts(split: str, root: Path) -> tuple[str, ...]:
    """Return the phrases of a part of the treebank, in the order of its outcomes.

    Raises:
        DataMissingError: It is not on this machine.
        DataDamagedError: It is not the published file.
    """
    found = data.examples(data.read_published(split, root))
    return tuple(" ".join(text) for text in found.texts)


def of_cell(
    found: Outcomes,
    truth: int,
    answer: int,
    known: Sequence[str],
    *,
    whole: bool = False,
) -> list[Judged]:
    """Return the phrases of a cell of the confusion matrix, surest first.

    Args:
        found: A network's answers on a split.
        truth: The cell's row.
        answer: Its column.
        known: The texts of that split.
        whole: Only whole sentences, by their own labels.
    """
    return [
        Judged(known[place], float(found.probabilities[place, answer]))
        for place in outcomes.cell(found, truth, answer, whole)
    ]


def splitting(
    of_models: Mapping[str, Outcomes], known: Sequence[str], most: int = 30
) -> list[str]:
    """Return the sentences of a split that networks disagree on, the most so first.

    Args:
        of_models: Name -> answers on the same split, of at least two networks.
        known: The texts of that split.
        most: How many.
    """
    places = outcomes.disagreements(dict(of_models), most)
    return [known[place] for place in places]


def sureness(found: Outcomes) -> tuple[list[float], list[bool]]:
    """Return how sure each answer on a phrase was, 0 to 1, and whether it was right."""
    sure = found.probabilities.max(axis=1).astype(float)
    return sure.tolist(), (found.answers == found.labels).tolist()
