"""Several networks on one review: do they agree, and what did a change do?"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.sentiment.answers import Reading
from engine.sentiment.data import NEUTRAL


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far several answers lie apart, as a person says it."""

    word: str
    sentence: str


def agreement(readings: Sequence[Reading]) -> Agreement:
    """Return whether networks agree on a review, judged by their likeliest classes.

    Args:
        readings: One of each network, at least two.
    """
    labels = [reading.label for reading in readings]
    stars = [reading.stars for reading in readings]
    apart = f"{min(stars):.1f} to {max(stars):.1f} stars"
    if min(labels) < NEUTRAL < max(labels):
        return Agreement("Split", f"some call it negative, some positive: {apart}.")
    if len(set(labels)) == 1:
        name = readings[0].label_name
        return Agreement("Agreed", f"all say {name}: {apart}.")
    if NEUTRAL in labels:
        side = "positive" if max(labels) > NEUTRAL else "negative"
        return Agreement("Undecided", f"some call it {side}, some neutral: {apart}.")
    side = "positive" if min(labels) > NEUTRAL else "negative"
    return Agreement(
        "Nearly agreed", f"all call it {side}, but not equally strongly: {apart}."
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of the review did to an answer."""

    stars: float  # after minus before
    word: str


_SAME, _LITTLE = 0.005, 0.25  # stars


def moved(before: Reading, after: Reading) -> Moved:
    """Return how far an answer moved when the review was changed."""
    stars = after.stars - before.stars
    if abs(stars) < _SAME:
        return Moved(stars, "unchanged")
    if abs(stars) < _LITTLE:  # the likeliest class may be another where two are even
        return Moved(stars, "hardly changed")
    if (before.label - NEUTRAL) * (after.label - NEUTRAL) < 0:
        return Moved(stars, "reversed")
    return Moved(stars, "more positive" if stars > 0 else "more negative")


def shares(readings: Sequence[Reading]) -> list[float]:
    """Return the share of each of the five likeliest classes among many reviews."""
    labels = [reading.label for reading in readings]
    return [labels.count(label) / max(1, len(labels)) for label in range(5)]
