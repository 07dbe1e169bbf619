"""The phrases behind a chart: of a cell, or those that networks disagree on.

Outcomes store indices, not texts; texts are read from the treebank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.sentiment import data, outcomes
from engine.sentiment.outcomes import Outcomes


@dataclass(frozen=True, slots=True)
class Judged:
    """A phrase of a split and the probability of the answer."""

    text: str
    share: float  # probability


@lru_cache(maxsize=4)
def texts(split: str, root: Path) -> tuple[str, ...]:
    """Return the phrases of a part of the treebank, in the order of its outcomes.

    Raises:
        DataMissingError: It is not on this machine.
        DataDamagedError: It is not the published file.
    """
    examples = data.examples(data.read_published(split, root))
    return tuple(" ".join(text) for text in examples.texts)


def of_cell(
    answered: Outcomes,
    truth: int,
    answer: int,
    texts: Sequence[str],
    *,
    whole: bool = False,
) -> list[Judged]:
    """Return the phrases of a cell of the confusion matrix, most confident first.

    Args:
        answered: A network's answers on a split.
        truth: The cell's row.
        answer: Its column.
        texts: The texts of that split.
        whole: Only whole sentences, by their own labels.
    """
    return [
        Judged(texts[i], float(answered.probabilities[i, answer]))
        for i in outcomes.cell(answered, truth, answer, whole)
    ]


def disputed(
    of_models: Mapping[str, Outcomes], texts: Sequence[str], most: int = 30
) -> list[str]:
    """Return the sentences of a split that networks disagree on, the most so first.

    Args:
        of_models: Name -> answers on the same split, of at least two networks.
        texts: The texts of that split.
        most: Number of sentences, at most.
    """
    return [texts[i] for i in outcomes.disagreements(dict(of_models), most)]
