"""From events to the points of a line: chosen, smoothed, thinned; nothing drawn."""

from collections.abc import Sequence

from engine.events import Event, Progress, progress_of

MOST_POINTS = 1000  # that a line is drawn with


def place(event: Progress, axis: str) -> float:
    """Return where an event stands on the x axis called `axis`."""
    return {"step": event.step, "epoch": event.epoch, "seconds": event.at}[axis]


def losses(events: Sequence[Event], split: str, axis: str) -> list[tuple[float, float]]:
    """Return (x, loss in nats) of every report of a split that has a loss."""
    return [
        (place(event, axis), event.values["loss"])
        for event in progress_of(events, split)
        if "loss" in event.values
    ]


def best(events: Sequence[Event]) -> Progress | None:
    """Return the validation with the lowest loss, or None where there is none."""
    seen = [e for e in progress_of(events, "validation") if "loss" in e.values]
    return min(seen, key=lambda event: event.values["loss"], default=None)


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
