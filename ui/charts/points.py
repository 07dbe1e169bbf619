"""From events to the points of a line: chosen, smoothed, thinned; nothing drawn."""

from collections.abc import Sequence

from engine.runs.events import Event, Progress, progress_of

MOST_POINTS = 1000  # that a line is drawn with


def place(event: Progress, axis: str) -> float:
    """Return where an event stands on the x axis called `axis`."""
    return {"step": event.step, "epoch": event.epoch, "seconds": event.at}[axis]


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
