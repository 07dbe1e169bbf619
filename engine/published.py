"""Published figures of other systems; each experiment's `published.py` lists its own.

Ours are read from cards. A published figure is shown beside ours only where data,
split and metric are the same; one on another split is kept apart, with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One number, and what is needed to judge whether it is comparable.

    Args:
        system: What was measured.
        value: In the unit of `metric`.
        source: Name of the data that it was measured on, "shakespeare".
        split: Of the data, in the words of our cards where it is the same.
        metric: Name of our metric that it is comparable with.
        citation: Who published it, and where.
        url: Where that can be read; "" for the original posts.
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
    """Return the figures that are comparable with one of ours, in order.

    Args:
        figures: Of an experiment.
        sources: Names of the data that our model was trained on.
        metric: Name of our metric.
        split: What ours was measured on.
    """
    names = set(sources)
    return tuple(
        f
        for f in figures
        if f.source in names and f.metric == metric and f.split == split
    )
