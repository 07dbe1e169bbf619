"""From events to the points of a line: chosen, smoothed, thinned; nothing drawn."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from engine.runs.events import Event, Progress, Started, progress_of

MOST_POINTS = 1000  # that a line is drawn with
_RISEN = 1.01  # times the lowest validation loss


def place(event: Progress, axis: str) -> float:
    """Return where an event stands on the x axis called `axis`."""
    step = event.step  # of n-grams, their order
    return {"step": step, "order": step, "epoch": event.epoch, "seconds": event.at}[
        axis
    ]


def values(
    events: Sequence[Event], split: str, axis: str, name: str = "loss"
) -> list[tuple[float, float]]:
    """Return (x, value) of every report of a split that has a figure of that name."""
    return [
        (place(event, axis), event.values[name])
        for event in progress_of(events, split)
        if name in event.values
    ]


def figures(events: Sequence[Event]) -> list[str]:
    """Return the names of what was validated beyond the loss, each once."""
    seen = progress_of(events, "validation")
    names = dict.fromkeys(name for event in seen for name in event.values)
    return [name for name in names if name != "loss"]


def best(
    events: Sequence[Event], name: str = "loss", *, higher: bool = False
) -> Progress | None:
    """Return the validation with the best figure, or None where there is none.

    Args:
        events: Of a run.
        name: Of the figure.
        higher: Whether more of it is better; of equal ones the first counts.
    """
    seen = [e for e in progress_of(events, "validation") if name in e.values]
    sign = -1 if higher else 1
    return min(seen, key=lambda event: sign * event.values[name], default=None)


def overfitting(events: Sequence[Event]) -> Progress | None:
    """Return the validation from which on the network overfits, or None.

    That is the lowest one, where at least two come after it and the last is at least
    1% above it: less is the noise of one measurement.
    """
    lowest = best(events)
    if lowest is None or counts_orders(events):
        return None
    seen = [e for e in progress_of(events, "validation") if "loss" in e.values]
    later = [e.values["loss"] for e in seen if e.step > lowest.step]
    risen = len(later) >= 2 and later[-1] >= _RISEN * lowest.values["loss"]
    return lowest if risen else None


def counts_orders(events: Sequence[Event]) -> bool:
    """Return whether a run counts n-grams: its steps are orders, it has no epochs."""
    return any(isinstance(e, Started) and e.unit == "n-grams" for e in events[:1])


def nearest(
    points: Sequence[tuple[float, float]], places: Sequence[float]
) -> list[tuple[float, float]]:
    """Return the y of the nearest point for each place between the first and the last.

    Args:
        points: (x, y), x ascending.
        places: Of the x axis, ascending.
    """
    xs = [x for x, _ in points]
    resampled = []
    for place in places:
        if xs and xs[0] <= place <= xs[-1]:
            right = min(bisect_left(xs, place), len(xs) - 1)
            left = max(right - 1, 0)
            nearer = left if place - xs[left] < xs[right] - place else right
            resampled.append((place, points[nearer][1]))
    return resampled


def cut(
    points: Sequence[tuple[float, float]], low: float, high: float
) -> list[tuple[float, float]]:
    """Return the part of a line between two places of the x axis, ends included.

    Args:
        points: (x, y), x ascending.
        low: Where it begins; between two points on the straight line that joins them.
        high: Where it ends.
    """
    inside = [(x, y) for x, y in points if low <= x <= high]
    edges = [
        (x, y0 + (y1 - y0) * (x - x0) / (x1 - x0))
        for (x0, y0), (x1, y1) in pairwise(points)
        for x in (low, high)
        if x0 < x < x1
    ]
    return sorted(inside + edges, key=itemgetter(0)) if edges else inside


def smooth(
    points: Sequence[tuple[float, float]], weight: float
) -> list[tuple[float, float]]:
    """Return the points with y as the mean of the past, newer counting more.

    Args:
        points: (x, y) in order.
        weight: What the past counts for, 0 to 0.99; 0 changes nothing.

    Source:
        The debiased exponential mean of Kingma & Ba (2015), so that the first
        points are not drawn towards zero.
    """
    mean, debias, smoothed = 0.0, 1.0, []
    for x, y in points:
        mean = weight * mean + (1 - weight) * y
        debias *= weight
        smoothed.append((x, mean / (1 - debias)))
    return smoothed


def thin(
    points: Sequence[tuple[float, float]], most: int = MOST_POINTS
) -> list[tuple[float, float]]:
    """Return at most `most` of the points, evenly spaced, both ends among them."""
    if len(points) > most:
        stride = (len(points) - 1) / (most - 1)
        points = [points[round(i * stride)] for i in range(most)]
    return [(float(f"{x:.6g}"), float(f"{y:.5g}")) for x, y in points]
