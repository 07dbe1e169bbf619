"""What became of the dev questions, counted by their type and by answer length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.reading.analysis.mistakes import LENGTH, TYPE, groups
from engine.reading.analysis.outcomes import KINDS, Outcomes
from engine.reading.analysis.question_types import LENGTHS, length_group


@dataclass(frozen=True, slots=True)
class Tally:
    """The questions of one group; all numbers from 0 to 1.

    Args:
        name: Of the group.
        count: How many questions.
        share: Of all questions.
        exact: Mean exact match.
        f1: Mean F1.
        share_of_zero_f1: Of all questions with an F1 of 0, so many are of this group.
        share_of_zero_exact: The same of those without an exact match.
    """

    name: str
    count: int
    share: float
    exact: float
    f1: float
    share_of_zero_f1: float
    share_of_zero_exact: float


def by_type(found: Outcomes) -> list[Tally]:
    """Return a tally for each type that occurs, the most frequent first."""
    return sorted(_tallies(found, TYPE, KINDS), key=lambda tally: -tally.count)


def by_length(found: Outcomes) -> list[Tally]:
    """Return a tally for each length of answer that occurs, the shortest first."""
    return list(_tallies(found, LENGTH, [length_group(high) for high in LENGTHS]))


def _tallies(found: Outcomes, by: str, names: Sequence[str]) -> Iterator[Tally]:
    missed, wrong = found.f1 == 0, found.exact == 0
    group = groups(found, by)
    for name in names:
        here = group == name
        count = int(here.sum())
        if count:
            yield Tally(
                name,
                count,
                count / len(group),
                float(found.exact[here].mean()),
                float(found.f1[here].mean()),
                float((missed & here).sum() / max(missed.sum(), 1)),
                float((wrong & here).sum() / max(wrong.sum(), 1)),
            )
