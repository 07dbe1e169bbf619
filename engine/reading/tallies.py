"""What became of the dev questions, counted by type."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.reading.outcomes import KINDS, Outcomes


@dataclass(frozen=True, slots=True)
class Tally:
    """The questions of one type; all numbers from 0 to 1.

    Args:
        name: Of the type.
        count: How many questions.
        share: Of all questions.
        exact: Mean exact match.
        f1: Mean F1.
        share_of_zero_f1: Of all questions with an F1 of 0, so many are of this type.
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
    return sorted(_tallies(found), key=lambda tally: -tally.count)


def _tallies(found: Outcomes) -> Iterator[Tally]:
    missed, wrong = found.f1 == 0, found.exact == 0
    for place, name in enumerate(KINDS):
        here = found.kinds == place
        count = int(here.sum())
        if count:
            yield Tally(
                name,
                count,
                count / len(found.kinds),
                float(found.exact[here].mean()),
                float(found.f1[here].mean()),
                float((missed & here).sum() / max(missed.sum(), 1)),
                float((wrong & here).sum() / max(wrong.sum(), 1)),
            )
