"""Several networks on one review: do they agree, and what did a change do?"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.sentiment.answers import Reading
from engine.sentiment.data import NEUTRAL


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far several answers agree, in words."""

    word: str
    sentence: str


def agreement(readings: Sequence[Reading]) -> Agreement:
    """Return whether networks agree on a review, by their most likely classes.

    Args:
        readings: One per network, at least two.
    """
    labels = [reading.label for reading in readings]
    stars = [reading.stars for reading in readings]
    interval = f"{min(stars):.1f} to {max(stars):.1f} stars"
    if min(labels) < NEUTRAL < max(labels):
        return Agreement("Split", f"some call it negative, some positive: {interval}.")
    if len(set(labels)) == 1:
        name = readings[0].label_name
        return Agreement("Agreed", f"all say {name}: {interval}.")
    if NEUTRAL in labels:
        side = "positive" if max(labels) > NEUTRAL else "negative"
        return Agreement("Undecided", f"some call it {side}, some neutral: {interval}.")
    side = "positive" if min(labels) > NEUTRAL else "negative"
    return Agreement(
        "Nearly agreed", f"all call it {side}, but not equally strongly: {interval}."
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """The effect of a change of the review on an answer."""

    stars: float  # after minus before
    word: str


_UNCHANGED, _LITTLE = 0.005, 0.25  # stars, below


def moved(before: Reading, after: Reading) -> Moved:
    """Return how an answer changed when the review was changed."""
    stars = after.stars - before.stars
    if abs(stars) < _UNCHANGED:
        return Moved(stars, "unchanged")
    if abs(stars) < _LITTLE:  # even if the most likely class differs
        return Moved(stars, "hardly changed")
    if (before.label - NEUTRAL) * (after.label - NEUTRAL) < 0:
        return Moved(stars, "reversed")
    return Moved(stars, "more positive" if stars > 0 else "more negative")


def class_fractions(readings: Sequence[Reading]) -> list[float]:
    """Return the fraction of reviews in each of the five classes."""
    labels = [reading.label for reading in readings]
    return [labels.count(label) / max(1, len(labels)) for label in range(5)]
