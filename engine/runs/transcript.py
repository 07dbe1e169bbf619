"""Events as a terminal shows them."""

from engine.runs.events import (
    Continued,
    Event,
    Finished,
    LearningRateChanged,
    OneStep,
    Paused,
    Progress,
    Sample,
    Started,
)


def to_words(event: Event) -> str:
    """Return an event as a terminal shows it."""
    match event:
        case Started():
            resumed = f", resumed at step {event.step:,}" if event.step else ""
            return (
                f"{event.total_steps:,} steps, {event.steps_per_epoch:,} per epoch, "
                f"{event.parameters:,} parameters{resumed}"
            )
        case Progress():
            figures = "  ".join(f"{n} {v:.4f}" for n, v in event.values.items())
            rate = f"  {event.rate:,.0f}/s" if event.rate else ""
            return (
                f"{event.at:8.1f} s  epoch {event.epoch:7.3f}  "
                f"{event.split:10}  {figures}{rate}"
            )
        case Sample():
            return f"--- sample ---\n{event.text}\n--------------"
        case LearningRateChanged():
            return f"learning rate × {event.factor:g} from step {event.step:,} on"
        case Paused():
            return f"paused after {event.step:,} steps"
        case Continued():
            return f"continued after {event.step:,} steps"
        case OneStep():
            return (
                f"step {event.step:,} alone: loss on its batch {event.loss_before:.4f} "
                f"→ {event.loss_after:.4f}"
            )
        case Finished():
            return f"{event.outcome} after {event.step:,} steps. {event.reason}".strip()
