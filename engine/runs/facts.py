"""What follows from the events of a run."""

from collections.abc import Iterable

from engine.runs.events import Event, LearningRateChanged, Progress


def baselines_of(events: Iterable[Event]) -> dict[str, float]:
    """Return the validation loss of each baseline that a run measured, by name."""
    return {
        event.split: event.values["loss"]
        for event in events
        if isinstance(event, Progress)
        and event.split not in ("train", "validation")
        and "loss" in event.values
    }


def learning_rate_changes(events: Iterable[Event]) -> list[LearningRateChanged]:
    """Return each change of the learning rate by hand, in order.

    A killed run that resumes from just before a change makes it once more.
    """
    changes: list[LearningRateChanged] = []
    for event in events:
        if isinstance(event, LearningRateChanged):
            before = changes[-1].factor if changes else 1.0
            changes += [event] if event.factor != before else []
    return changes


def rate_changed_in_words(events: Iterable[Event]) -> str:
    """Return how the learning rate was changed by hand; "" where it was not.

    Example:
        >>> rate_changed_in_words([LearningRateChanged(9.0, 1200, 0.5)])
        '× 0.5 from step 1,200 on'
    """
    return ", ".join(
        f"× {change.factor:g} from step {change.step:,} on"
        for change in learning_rate_changes(events)
    )
