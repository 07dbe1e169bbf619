"""Exact match and F1 on dev, by question type and by answer length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.mistakes import LENGTH, TYPE, groups
from engine.reading.analysis.outcomes import KINDS, Outcomes, has
from engine.reading.analysis.question_types import LENGTHS, TYPES, length_group


@dataclass(frozen=True, slots=True)
class Tally:
    """The questions of one group; all numbers from 0 to 1.

    Args:
        name: Of the group.
        count: How many questions.
        share: Of all questions.
        exact: Mean exact match.
        f1: Mean F1.
        share_of_zero_f1: Share of all questions with an F1 of 0.
        share_of_zero_exact: Share of all questions without an exact match.
    """

    name: str
    count: int
    share: float
    exact: float
    f1: float
    share_of_zero_f1: float
    share_of_zero_exact: float


@dataclass(frozen=True, slots=True)
class Contained:
    """The questions that contain a type's letters, counted as the original post does.

    A question counts under several types, so shares are of all counts together and
    sum to 1.

    Args:
        name: Of the type.
        count: Questions that contain its letters.
        as_word: Questions that contain it as a whole word.
        share: Of the counts of all types, 0 to 1.
        share_of_zero_f1: The same among the questions with an F1 of 0.
        share_of_zero_exact: The same among the questions without an exact match.
    """

    name: str
    count: int
    as_word: int
    share: float
    share_of_zero_f1: float
    share_of_zero_exact: float


def by_letters(outcomes: Outcomes) -> list[Contained]:
    """Return the post's count of each of its types, the most frequent first."""
    masks = {name: has(outcomes.contained, name) for name in TYPES}

    def shares(of: NDArray[np.bool_]) -> dict[str, float]:
        counts = {name: int((mask & of).sum()) for name, mask in masks.items()}
        total = max(sum(counts.values()), 1)
        return {name: count / total for name, count in counts.items()}

    every = shares(np.ones(len(outcomes.f1), bool))
    zero_f1, zero_exact = shares(outcomes.f1 == 0), shares(outcomes.exact == 0)
    counted = [
        Contained(
            name,
            int(mask.sum()),
            int(has(outcomes.contained_words, name).sum()),
            every[name],
            zero_f1[name],
            zero_exact[name],
        )
        for name, mask in masks.items()
    ]
    return sorted(counted, key=lambda each: -each.count)


def by_type(outcomes: Outcomes) -> list[Tally]:
    """Return a tally for each type that occurs, the most frequent first."""
    return sorted(_tallies(outcomes, TYPE, KINDS), key=lambda tally: -tally.count)


def by_length(outcomes: Outcomes) -> list[Tally]:
    """Return a tally for each length of answer that occurs, the shortest first."""
    return list(_tallies(outcomes, LENGTH, [length_group(high) for high in LENGTHS]))


def _tallies(outcomes: Outcomes, by: str, names: Sequence[str]) -> Iterator[Tally]:
    zero_f1, zero_exact = outcomes.f1 == 0, outcomes.exact == 0
    group = groups(outcomes, by)
    for name in names:
        mask = group == name
        count = int(mask.sum())
        if count:
            yield Tally(
                name,
                count,
                count / len(group),
                float(outcomes.exact[mask].mean()),
                float(outcomes.f1[mask].mean()),
                float((zero_f1 & mask).sum() / max(zero_f1.sum(), 1)),
                float((zero_exact & mask).sum() / max(zero_exact.sum(), 1)),
            )
