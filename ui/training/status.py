"""A run's progress in figures; pure functions over its events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.runs.events import Event, Finished, Progress, Started
from ui.charts import points

_WINDOW_SECONDS = 60.0  # averaged over for a rate: long enough to contain validation
_ENOUGH_SECONDS = 5.0  # before which the time left is not estimated


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A run's progress; None where it is not measured yet."""

    step: int = 0
    total_steps: int = 0
    epoch: float = 0.0
    epochs: float = 0.0
    seconds: float = 0.0
    unit: str = ""
    # Of a validation figure that is a share of right answers: how many answers.
    validation_counts: Mapping[str, int] = field(default_factory=dict)
    rate: float | None = None  # units per second, over the last minute
    seconds_left: float | None = None
    train_loss: float | None = None  # nats
    best_loss: float | None = None  # nats, on validation
    best_epoch: float | None = None
    best_step: int | None = None
    reason: str = ""  # why it ended, if it says so

    @property
    def counts_orders(self) -> bool:
        """Whether its steps are the orders of n-grams: it has no epochs."""
        return self.unit == "n-grams"

    @property
    def done(self) -> str:
        """How far it is in words: “3.5 of 6 epochs”, “order 4 of 10”."""
        if self.counts_orders:
            return f"order {self.step} of {self.total_steps}"
        epochs = "epoch" if self.epochs == 1 else "epochs"
        return f"{self.epoch:.3g} of {self.epochs:g} {epochs}"

    @property
    def best_place(self) -> str:
        """Where the validation loss was lowest: “epoch 4”, “order 7”, or ""."""
        if self.best_epoch is None:
            return ""
        if self.counts_orders:
            return f"order {self.best_step}"
        return f"epoch {self.best_epoch:.3g}"

    @property
    def share(self) -> float:
        """How much of the training is done, 0 to 1."""
        return min(1.0, self.step / self.total_steps) if self.total_steps else 0.0


def run_progress(events: Sequence[Event]) -> RunProgress:
    """Return a run's progress after these events."""
    started = [event for event in events if isinstance(event, Started)]
    if not started:
        return RunProgress(reason=_reason(events))
    begin, last = started[-1], events[-1]
    reports = [event for event in events if isinstance(event, Progress)]
    trained = [e for e in reports if e.split == "train"]
    lowest = points.best(events)
    steps_per_second = _steps_per_second(reports, begin)
    left = begin.total_steps - last.step
    with_loss = [event for event in trained[-1:] if "loss" in event.values]
    return RunProgress(
        step=last.step,
        total_steps=begin.total_steps,
        epoch=last.step / begin.steps_per_epoch,
        epochs=begin.total_steps / begin.steps_per_epoch,
        seconds=last.at,
        unit=begin.unit,
        validation_counts=begin.validation_counts,
        rate=_rate(trained, begin),
        seconds_left=left / steps_per_second if steps_per_second else None,
        train_loss=with_loss[0].values["loss"] if with_loss else None,
        best_loss=lowest.values["loss"] if lowest else None,
        best_epoch=lowest.epoch if lowest else None,
        best_step=lowest.step if lowest else None,
        reason=_reason(events),
    )


def _reason(events: Sequence[Event]) -> str:
    """Return why the run ended, as its last event says."""
    last = events[-1] if events else None
    return last.reason if isinstance(last, Finished) else ""


def _window(reports: Sequence[Progress], begin: Started) -> list[Progress]:
    """Return the reports of the last minute since the run was last started."""
    now = reports[-1].at if reports else 0.0
    first = max(begin.at, now - _WINDOW_SECONDS)
    return [event for event in reports if event.at > first and event.step > begin.step]


def _steps_per_second(reports: Sequence[Progress], begin: Started) -> float | None:
    """Return the speed over the last minute, validation included.

    None for the first few seconds: the first batches also compile.
    """
    window = _window(reports, begin)
    if len(window) < 2:
        return None
    seconds = window[-1].at - window[0].at
    steps = window[-1].step - window[0].step
    return steps / seconds if seconds >= _ENOUGH_SECONDS and steps else None


def _rate(trained: Sequence[Progress], begin: Started) -> float | None:
    """Return units per second while training, a mean over the last minute."""
    rates = [event.rate for event in _window(trained, begin) if event.rate]
    return sum(rates) / len(rates) if rates else None
