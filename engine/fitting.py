"""The training loop of every experiment, and the one Keras adapter.

It knows no model and no data: batches are asked for by their number, so that
the position in the data is one integer, and a resumed run sees exactly the
batches that it would have seen.
"""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import keras
import numpy as np

from engine import weights
from engine.checkpoint import Snapshot
from engine.errors import DivergedError
from engine.events import Emit, Progress, Sample, Started

# About evenly spaced on a log scale; 60 because the posts show it.
SNAPSHOT_EPOCHS = (1, 2, 5, 10, 20, 40, 60, 100, 200, 500, 1000)
_PROGRESS_SECONDS = 0.5
_STATE_SECONDS = 60.0
_CHECK_SECONDS = (2.0, 60.0)  # validation: not more often, not more seldom


@dataclass
class Fitting:
    """What the loop needs; every callable is the experiment's own.

    Args:
        model: Compiled, with an optimiser; `train_on_batch` is all that is used.
        batch: Number of the batch, from 0 -> inputs and targets.
        steps_per_epoch: Batches in one pass over the data.
        epochs: Passes.
        units_per_batch: What one batch counts for in `Progress.rate`.
        unit: The name of that.
        validate: Measures the averaged weights, e.g. {"loss": 1.5}.
        sample: A text that shows how far it is, or None for no sample.
        begin_epoch: Called before the first batch of each epoch.
        carried: Variables outside the model's own that carry over from batch
            to batch, such as the states of stateful layers.
    """

    model: Any
    batch: Callable[[int], tuple[Any, Any]]
    steps_per_epoch: int
    epochs: int
    units_per_batch: int
    unit: str
    validate: Callable[[], Mapping[str, float]]
    sample: Callable[[], str] | None = None
    begin_epoch: Callable[[], None] = lambda: None
    carried: list[Any] = field(default_factory=list)

    @property
    def total_steps(self) -> int:
        """Batches from the first to the last epoch."""
        return self.steps_per_epoch * self.epochs


@dataclass
class Progressing:
    """Where a fitting stands; all of it is in the state file."""

    step: int = 0
    seconds: float = 0.0
    snapshots: list[Snapshot] = field(default_factory=list)


@contextmanager
def averaged(model: Any) -> Iterator[None]:
    """Put the optimiser's averaged weights into the model for a while.

    Without averaging (`use_ema=False`) the weights stay as they are.
    """
    if not model.optimizer.use_ema or not int(model.optimizer.iterations):
        yield
        return
    swap = keras.callbacks.SwapEMAWeights()
    swap.set_model(model)
    swap.on_test_begin()
    try:
        yield
    finally:
        swap.on_test_end()


def model_arrays(model: Any) -> dict[str, Any]:
    """Return a model's weights by path, as NumPy arrays, to be shipped."""
    return {variable.path: np.asarray(variable) for variable in model.weights}


def load_weights(model: Any, path: Path) -> None:
    """Put shipped weights into a model built from the same config.

    Raises:
        CheckpointError: The file is damaged, or of another shape.
    """
    arrays, _ = weights.read(path)
    weights.assign({v.path: v for v in model.weights}, arrays)


def fit(
    fitting: Fitting, folder: Path, emit: Emit, stop: Callable[[], bool]
) -> tuple[Progressing, str]:
    """Train until the last epoch or until `stop`; return where it stands.

    Goes on from `folder`/state.h5 where that exists, with the optimiser's
    state, the position in the data and the x-axis. Ends within one batch of
    `stop`, leaving a state to resume from.

    Returns:
        The position, and "done" or "stopped".

    Raises:
        DivergedError: The loss is no longer a number.
        DiskFullError: A snapshot or the state could not be written.
    """
    state = _State(fitting, folder / "state.h5")
    at = state.restore()
    parameters = fitting.model.count_params()
    emit(
        Started(
            at.seconds,
            at.step,
            fitting.total_steps,
            fitting.steps_per_epoch,
            parameters,
            fitting.unit,
        )  # fmt: skip
    )
    meter = _Meter(fitting, at, emit)
    checked = saved = time.monotonic()
    while at.step < fitting.total_steps:
        if stop():
            meter.report()
            state.save(at)
            return at, "stopped"
        if at.step % fitting.steps_per_epoch == 0:
            fitting.begin_epoch()
        meter.train(*fitting.batch(at.step))
        last = at.step == fitting.total_steps
        ended = at.step % fitting.steps_per_epoch == 0
        age = time.monotonic() - checked
        due = ended and at.step // fitting.steps_per_epoch in SNAPSHOT_EPOCHS
        if (
            last
            or due
            or age > _CHECK_SECONDS[1]
            or (ended and age > _CHECK_SECONDS[0])
        ):
            values = meter.check()
            if due or last:
                at.snapshots.append(_snapshot(fitting, at, folder, values))
            checked = time.monotonic()
        if due or last or time.monotonic() - saved > _STATE_SECONDS:
            state.save(at)
            saved = time.monotonic()
    return at, "done"


class _Meter:
    """Runs batches, keeps the clock, and reports about twice a second."""

    def __init__(self, fitting: Fitting, at: Progressing, emit: Emit) -> None:
        self.fitting, self.at, self.emit = fitting, at, emit
        self.since, self.steps = time.monotonic(), 0
        self.logs: Mapping[str, float] = {}

    @property
    def epoch(self) -> float:
        return self.at.step / self.fitting.steps_per_epoch

    def train(self, inputs: Any, targets: Any) -> None:
        """Learn from one batch; report when it is time."""
        model = self.fitting.model
        self.logs = model.train_on_batch(inputs, targets, return_dict=True)
        self.at.step += 1
        self.steps += 1
        self._refuse_divergence(self.logs)
        if time.monotonic() - self.since > _PROGRESS_SECONDS:
            self.report()

    def report(self) -> None:
        """Emit the mean since the last report, and begin a new one."""
        now = time.monotonic()
        passed = now - self.since
        self.at.seconds += passed
        if self.steps:
            rate = self.steps * self.fitting.units_per_batch / passed
            learning_rate = float(
                np.asarray(self.fitting.model.optimizer.learning_rate)
            )
            values = {name: float(value) for name, value in self.logs.items()}
            self.emit(
                Progress(
                    self.at.seconds,
                    self.at.step,
                    self.epoch,
                    "train",
                    values,
                    rate,
                    learning_rate,
                )  # fmt: skip
            )
            self.fitting.model.reset_metrics()
        self.since, self.steps = now, 0

    def check(self) -> Mapping[str, float]:
        """Measure the averaged weights on validation, and let them write."""
        self.report()
        with averaged(self.fitting.model):
            values = self.fitting.validate()
            self._refuse_divergence(values)
            text = self.fitting.sample() if self.fitting.sample else None
        self.at.seconds += time.monotonic() - self.since
        self.since = time.monotonic()
        at = (self.at.seconds, self.at.step, self.epoch)
        self.emit(Progress(*at, "validation", values))
        if text is not None:
            self.emit(Sample(*at, text))
        return values

    def _refuse_divergence(self, values: Mapping[str, float]) -> None:
        """Raise DivergedError unless the loss is a number."""
        if not math.isfinite(values["loss"]):
            raise DivergedError(
                f"The loss is no longer a number after {self.at.step:,} batches. "
                "Try a lower learning rate; the last good state is kept."
            )


def _snapshot(
    fitting: Fitting, at: Progressing, folder: Path, values: Mapping[str, float]
) -> Snapshot:
    """Keep the averaged weights of this epoch for the time machine."""
    epoch = at.step // fitting.steps_per_epoch
    name = f"snapshots/epoch-{epoch:04d}.weights.h5"
    with averaged(fitting.model):
        weights.write(folder / name, model_arrays(fitting.model), "int8")
    return Snapshot(epoch, name, dict(values))


class _State:
    """All that a killed run needs to go on as if nothing had happened."""

    def __init__(self, fitting: Fitting, path: Path) -> None:
        self.path = path
        model = fitting.model
        model.optimizer.build(model.trainable_variables)
        named = {f"model/{v.path}": v for v in model.variables}
        named |= {f"optimizer/{v.path}": v for v in model.optimizer.variables}
        named |= {f"carried/{i}": v for i, v in enumerate(fitting.carried)}
        self.variables = named

    def restore(self) -> Progressing:
        """Go on from the file, or from the beginning where there is none."""
        if not self.path.exists():
            return Progressing()
        arrays, about = weights.read(self.path)
        weights.assign(self.variables, arrays)
        snapshots = [Snapshot(**kept) for kept in json.loads(about["snapshots"])]
        return Progressing(int(about["step"]), float(about["seconds"]), snapshots)

    def save(self, at: Progressing) -> None:
        """Write everything, whole or not at all."""
        arrays = {name: np.asarray(v) for name, v in self.variables.items()}
        weights.write(
            self.path, arrays, step=at.step, seconds=at.seconds,
            snapshots=json.dumps([asdict(kept) for kept in at.snapshots]),
        )  # fmt: skip
