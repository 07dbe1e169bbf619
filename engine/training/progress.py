"""Runs the batches of a training and reports its progress about twice a second."""

import math
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import keras

from engine.errors import DivergedError
from engine.runs.events import Emit, Progress, Sample
from engine.training.fitting import Fitting
from engine.training.optimizers import averaged
from engine.training.state import Position

_PROGRESS_SECONDS = 0.5


class Meter:
    """Runs batches, keeps the clock and emits events."""

    def __init__(self, fitting: Fitting, at: Position, emit: Emit) -> None:
        """Start at a position, which is updated after each batch."""
        self.fitting, self.at, self.emit = fitting, at, emit
        self.since, self.steps = time.monotonic(), 0
        self.logs: Mapping[str, float] = {}  # of the last batch
        self._sums: dict[str, float] = defaultdict(float)  # since the last report

    @property
    def epoch(self) -> float:
        """Passes over the training set since the start."""
        return self.at.step / self.fitting.steps_per_epoch

    @property
    def learning_rate(self) -> float:
        """Of the next batch."""
        rate = self.fitting.model.optimizer.learning_rate
        return float(keras.ops.convert_to_numpy(rate))

    def train(self, inputs: Any, targets: Any) -> None:
        """Train on one batch; report when it is time."""
        model = self.fitting.model
        self.logs = model.train_on_batch(inputs, targets, return_dict=True)
        self.at.step += 1
        self.steps += 1
        for name, value in self.logs.items():
            self._sums[name] += float(value)
        self.refuse_divergence(self.logs)
        self.fitting.after_batch(self.at.step)
        if time.monotonic() - self.since > _PROGRESS_SECONDS:
            self.report()

    def report(self) -> None:
        """Emit the mean over the batches since the last report."""
        now = time.monotonic()
        elapsed = now - self.since
        self.at.seconds += elapsed
        if self.steps:
            rate = self.steps * self.fitting.units_per_batch / elapsed
            values = {name: value / self.steps for name, value in self._sums.items()}
            self.emit(
                Progress(
                    self.at.seconds,
                    self.at.step,
                    self.epoch,
                    "train",
                    values,
                    rate,
                    self.learning_rate,
                )
            )
        self.since, self.steps = now, 0
        self._sums.clear()

    def validate(self) -> Mapping[str, float]:
        """Measure the averaged weights on the validation set."""
        self.report()
        with averaged(self.fitting.model):
            values = self.fitting.validate() if self.fitting.validate else {}
        self.refuse_divergence(values or self.logs)
        self._count_seconds()
        if values:
            at = (self.at.seconds, self.at.step, self.epoch)
            self.emit(Progress(*at, "validation", values))
        return values

    def sample(self) -> None:
        """Emit what the averaged weights write or answer."""
        if self.fitting.sample is None:
            return
        self.report()
        with averaged(self.fitting.model):
            text = self.fitting.sample()
        self._count_seconds()
        self.emit(Sample(self.at.seconds, self.at.step, self.epoch, text))

    def _count_seconds(self) -> None:
        """Add the time since the last report to the training time."""
        now = time.monotonic()
        self.at.seconds += now - self.since
        self.since = now

    def restart_clock(self) -> None:
        """Leave out the time since the last report: the run was paused."""
        self.since = time.monotonic()

    def refuse_divergence(self, values: Mapping[str, float]) -> None:
        """Raise DivergedError unless the loss is a finite number."""
        if not math.isfinite(values["loss"]):
            raise DivergedError(
                "Training diverged: the loss is not a number after "
                f"{self.at.step:,} batches. Start a new run with a lower learning rate."
            )
