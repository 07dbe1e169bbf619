"""The training loop of every experiment.

It is independent of model and data: a batch is requested by its number, so that the
position in the data is one integer, and a resumed run is trained on exactly the batches
of an uninterrupted one.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.checkpoints import weights
from engine.checkpoints.checkpoint import Snapshot
from engine.runs.events import Emit, Started
from engine.training.fitting import Fitting
from engine.training.one_step import Stepper
from engine.training.optimizers import averaged
from engine.training.pausing import Pausing
from engine.training.progress import Meter
from engine.training.schedule import Pace
from engine.training.state import Position, StateFile

# About evenly spaced on a log scale; 60 because the original posts show it.
SNAPSHOT_EPOCHS = (1, 2, 5, 10, 20, 40, 60, 100, 200, 500, 1000)
# Of the first epoch, in which the network changes most.
SNAPSHOT_FRACTIONS = (1 / 8, 1 / 4, 1 / 2)
# In a shorter epoch, an eighth is too few batches to learn anything.
_LEAST_BATCHES = 64


def fit(
    fitting: Fitting, folder: Path, emit: Emit, stop: Callable[[], bool]
) -> tuple[Position, str]:
    """Train until the last epoch or until `stop`.

    Resumes from `folder`/state.h5 where that exists, with the optimiser's state, the
    position in the data and the x-axis. Ends within one batch of `stop`, after saving
    the state. Between two batches it does what `folder`/control.json asks.

    Returns:
        The position, and "done" or "stopped".

    Raises:
        DivergedError: The loss is not a finite number.
        DiskFullError: A snapshot or the state could not be written.
    """
    state = StateFile(folder / "state.h5", fitting.model, fitting.extra_state)
    at = state.restore()
    emit(_started(fitting, at))
    meter, pace = Meter(fitting, at, emit), Pace()
    pausing = Pausing(folder, meter, state, stop)
    stepper = Stepper(meter, state)
    with _batches(fitting) as batch:
        while at.step < fitting.total_steps:
            is_single = pausing.between_batches()
            if stop():
                meter.report()
                state.save(at)
                return at, "stopped"
            if at.step % fitting.steps_per_epoch == 0:
                fitting.begin_epoch()
            train = stepper.train if is_single else meter.train
            train(*batch(at.step))
            epoch_ended = at.step % fitting.steps_per_epoch == 0
            last = at.step == fitting.total_steps
            kept = None if last else _snapshot_epoch(at.step, fitting.steps_per_epoch)
            validated = bool(last or kept) or pace.validation_due(epoch_ended)
            if validated:
                with pace.validating():
                    values = meter.validate()
                if kept:
                    at.snapshots.append(_snapshot(fitting, kept, folder, values))
            if validated or (epoch_ended and pace.sample_due()):
                with pace.sampling():
                    meter.sample()
            if last or kept or pace.save_due():
                state.save(at)
                pace.saved()
    return at, "done"


def _started(fitting: Fitting, at: Position) -> Started:
    return Started(
        at.seconds,
        at.step,
        fitting.total_steps,
        fitting.steps_per_epoch,
        fitting.model.count_params(),
        fitting.unit,
        fitting.validation_counts,
    )


@contextmanager
def _batches(fitting: Fitting) -> Iterator[Callable[[int], tuple[Any, Any]]]:
    """Yield a function from number to batch, which can prefetch the next one.

    There is one thread, so that `fitting.batch` is never called twice at once.
    """
    if not fitting.prefetch:
        yield fitting.batch
        return
    prefetched: dict[int, Future[tuple[Any, Any]]] = {}
    with ThreadPoolExecutor(1, "batches") as thread:

        def batch(step: int) -> tuple[Any, Any]:
            current = prefetched.pop(step, None) or thread.submit(fitting.batch, step)
            if step + 1 < fitting.total_steps:
                prefetched[step + 1] = thread.submit(fitting.batch, step + 1)
            return current.result()

        yield batch


def _snapshot_epoch(step: int, steps_per_epoch: int) -> float | None:
    """Return the epoch whose weights are kept after this many batches, or None.

    A fraction of the first epoch is the one nearest to its batch.
    """
    epoch, within = divmod(step, steps_per_epoch)
    if within == 0:
        return epoch if epoch in SNAPSHOT_EPOCHS else None
    if epoch or steps_per_epoch < _LEAST_BATCHES:
        return None
    fractions = {round(part * steps_per_epoch): part for part in SNAPSHOT_FRACTIONS}
    return fractions.get(step)


def _snapshot(
    fitting: Fitting, epoch: float, folder: Path, values: Mapping[str, float]
) -> Snapshot:
    """Write the averaged weights of now, which are those after this epoch."""
    number = f"{epoch:04.0f}" if epoch >= 1 else f"{epoch:g}"  # 0001, 0.125
    name = f"snapshots/epoch-{number}.weights.h5"
    with averaged(fitting.model):
        weights.save(fitting.model, folder / name, "int8")
    return Snapshot(epoch, name, dict(values))
