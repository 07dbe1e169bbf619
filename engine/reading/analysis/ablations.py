"""The seven ablations side by side: what each of them alone gets right.

Counted on the outcomes that checkpoints carry, question by question; N questions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.reading.analysis.outcomes import Outcomes
from engine.reading.config import ABLATIONS, ReadingConfig

# These two differ in nothing but the character network.
WITHOUT_CHARACTERS, WITH_CHARACTERS = "modelling_3", "characters"
# All else has to be the same for a comparison to be fair. The numbers computed with
# move the last digit only, and which are fast depends on the machine.
_PARTS = (
    *("character_filters", "attention", "span_search", "modelling_layers"),
    "precision",
)


@dataclass(frozen=True, slots=True)
class Row:
    """What one network gets exactly right.

    Args:
        name: Of the network.
        right: How many questions.
        share: Of all questions, 0 to 1.
        only: Places of those that no other one of the networks gets right.
    """

    name: str
    right: int
    share: float
    only: tuple[int, ...]


def present(cards: Iterable[Card]) -> dict[str, Card]:
    """Return the first card of each ablation, in the order of the post's table."""
    first: dict[str, Card] = {}
    for card in cards:
        first.setdefault(card.preset, card)
    return {preset: first[preset] for preset in ABLATIONS if preset in first}


def alike(cards: Iterable[Card]) -> bool:
    """Return whether networks were trained on the same data under one budget."""
    kept = []
    for card in cards:
        config = ReadingConfig.from_mapping(card.config).to_mapping()
        budget = {key: value for key, value in config.items() if key not in _PARTS}
        kept.append((card.sources, budget))
    return all(one == kept[0] for one in kept)


def rows(found: Mapping[str, Outcomes]) -> list[Row]:
    """Return what each network gets right, in the order of `found`.

    Raises:
        CheckpointError: They were not asked the same questions.
    """
    right = _right(found)
    alone = right & (right.sum(axis=0) == 1)
    return [
        Row(
            name,
            int(row.sum()),
            float(row.mean()),
            tuple(int(place) for place in np.flatnonzero(lonely)),
        )
        for name, row, lonely in zip(found, right, alone, strict=True)
    ]


def agreement(found: Mapping[str, Outcomes]) -> list[int]:
    """Return how many questions 0, 1, … all of the networks get right.

    Raises:
        CheckpointError: They were not asked the same questions.
    """
    right = _right(found)
    counts = np.bincount(right.sum(axis=0), minlength=len(right) + 1)
    return [int(count) for count in counts]


def _right(found: Mapping[str, Outcomes]) -> NDArray[np.bool_]:
    """Return who gets what right, (networks, N)."""
    if len({len(one.exact) for one in found.values()}) != 1:
        raise CheckpointError(
            "These networks were not evaluated on the same questions. Publish them "
            "again."
        )
    return np.stack([one.exact > 0 for one in found.values()])
