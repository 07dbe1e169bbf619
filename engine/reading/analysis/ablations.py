"""The seven ablations side by side, and the questions that only one gets right.

Counted on the outcomes stored with checkpoints; N questions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.reading.analysis.outcomes import Outcomes
from engine.reading.config import ABLATIONS, ReadingConfig

# These two differ only in the character CNN.
WITHOUT_CHARACTERS, WITH_CHARACTERS = "modelling_3", "characters"
# A comparison is fair where all other settings are equal. Precision changes the last
# digit only, and which one is fast depends on the machine.
_MAY_DIFFER = (
    *("character_filters", "attention", "span_search", "modelling_layers"),
    "precision",
)


@dataclass(frozen=True, slots=True)
class Row:
    """The exact matches of one network.

    Args:
        name: Of the network.
        right: Number of questions answered exactly.
        share: Of all questions, 0 to 1.
        only: Indices of the questions that no other network gets right.
    """

    name: str
    right: int
    share: float
    only: tuple[int, ...]


def present(cards: Iterable[Card]) -> dict[str, Card]:
    """Return the first card of each ablation, in the original post's order."""
    first: dict[str, Card] = {}
    for card in cards:
        first.setdefault(card.preset, card)
    return {preset: first[preset] for preset in ABLATIONS if preset in first}


def alike(cards: Iterable[Card]) -> bool:
    """Return whether networks were trained on the same data with the same budget."""
    budgets = []
    for card in cards:
        config = ReadingConfig.from_mapping(card.config).to_mapping()
        budget = {key: value for key, value in config.items() if key not in _MAY_DIFFER}
        budgets.append((card.sources, budget))
    return all(each == budgets[0] for each in budgets)


def rows(outcomes: Mapping[str, Outcomes]) -> list[Row]:
    """Return the exact matches of each network, in the order of `outcomes`.

    Raises:
        CheckpointError: They are on different questions.
    """
    right = _right(outcomes)
    only = right & (right.sum(axis=0) == 1)
    return [
        Row(
            name,
            int(row.sum()),
            float(row.mean()),
            tuple(int(i) for i in np.flatnonzero(only_row)),
        )
        for name, row, only_row in zip(outcomes, right, only, strict=True)
    ]


def agreement(outcomes: Mapping[str, Outcomes]) -> list[int]:
    """Return how many questions are right with 0, 1, … all networks.

    Raises:
        CheckpointError: They are on different questions.
    """
    right = _right(outcomes)
    counts = np.bincount(right.sum(axis=0), minlength=len(right) + 1)
    return [int(count) for count in counts]


def _right(outcomes: Mapping[str, Outcomes]) -> NDArray[np.bool_]:
    """Return which network gets which question right, (networks, N)."""
    if len({len(each.exact) for each in outcomes.values()}) != 1:
        raise CheckpointError(
            "These networks were not evaluated on the same questions. Publish them "
            "again."
        )
    return np.stack([each.exact > 0 for each in outcomes.values()])
