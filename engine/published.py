"""Other people's figures, in one shape; each experiment's `published.py` holds its own.

Ours are read from cards. A figure belongs beside ours only where data, split and
measure are the same; one on another split is kept apart, with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One number, and all that is needed to judge whether it compares.

    Args:
        system: What was measured.
        value: In the unit of `metric`.
        source: Name of the data that it was measured on, "shakespeare".
        split: What of it, in the words of our cards where it is the same.
        metric: Name of our metric that it compares with.
        citation: Who published it, and where.
        url: Where that can be read; "" where it was measured for this project.
        note: What a reader must know before comparing.
    """

    system: str
    value: float
    source: str
    split: str
    metric: str
    citation: str
    url: str
    note: str = ""


def comparable(
    figures: Iterable[PublishedFigure], sources: Iterable[str], metric: str, split: str
) -> tuple[PublishedFigure, ...]:
    """Return the figures that stand beside one of ours, in the order of `figures`.

    Args:
        figures: Of an experiment.
        sources: Names of what our model learned from.
        metric: Name of our metric.
        split: What ours was measured on.
    """
    names = set(sources)
    return tuple(
        f
        for f in figures
        if f.source in names and f.metric == metric and f.split == split
    )
