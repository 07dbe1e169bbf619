"""Sentences and their negations: which does a network understand?

Negated praise (“not good”) is the easy kind: “not” itself stands in negative reviews
more often than in positive ones. Negated criticism (“not bad”) needs both words taken
together. The sentences were written for this file, before any network was asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.sentiment.answers import Reading

_NEUTRAL_STARS = 3.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its negation, which means the opposite."""

    plain: str
    negated: str


@dataclass(frozen=True, slots=True)
class Understood:
    """How many sentences are on the right side of three stars, of each kind."""

    plain: int
    negated_praise: int
    negated_criticism: int


PRAISE = (
    Pair("It is a good film.", "It is not a good film."),
    Pair("The ending works.", "The ending does not work."),
    Pair("I would watch it again.", "I would never watch it again."),
    Pair("It is funny.", "It is not funny at all."),
    Pair("Everybody will love it.", "Nobody will love it."),
)
CRITICISM = (
    Pair("It is bad.", "It is not bad at all."),
    Pair("It is boring.", "It is never boring."),
    Pair("It is a waste of time.", "It is by no means a waste of time."),
    Pair("I disliked it.", "I did not dislike it."),
    Pair("The plot is predictable.", "The plot is anything but predictable."),
)


def texts() -> tuple[str, ...]:
    """Return all sentences: each pair of praise, then each of criticism."""
    return tuple(
        text for pair in PRAISE + CRITICISM for text in (pair.plain, pair.negated)
    )


def understood(readings: Sequence[Reading]) -> Understood:
    """Return how many of the sentences a network understands.

    Args:
        readings: Its answers on `texts()`, in that order.
    """
    stars = [reading.stars for reading in readings]
    praise, criticism = stars[: 2 * len(PRAISE)], stars[2 * len(PRAISE) :]
    return Understood(
        plain=_count(praise[::2], _is_positive) + _count(criticism[::2], _is_negative),
        negated_praise=_count(praise[1::2], _is_negative),
        negated_criticism=_count(criticism[1::2], _is_positive),
    )


def _count(stars: Sequence[float], is_right: Callable[[float], bool]) -> int:
    return sum(map(is_right, stars))


def _is_positive(stars: float) -> bool:
    return stars > _NEUTRAL_STARS


def _is_negative(stars: float) -> bool:
    return stars < _NEUTRAL_STARS
