"""A finished run goes on: from its final state, with more epochs."""

import re
from dataclasses import replace

from filelock import FileLock

from engine import registry
from engine.errors import DiskFullError, RunError, TrainingOffError
from engine.runs import control, events, store
from engine.runs.events import Started
from engine.runs.store import Run

_FLAG = " --more-epochs "


def can_train_longer(run: Run) -> bool:
    """Return whether a run is done, trains in epochs, and kept its final state."""
    ended = store.state(run) == "done" and store.has_saved_state(run)
    return ended and control.trains_in_batches(run)


def train_longer(run: Run, epochs: int) -> Run:
    """Give a finished run more epochs; return it, ready to be started.

    It goes on exactly: `Config.more_epochs` after the schedule's end give the same
    weights as if they had been asked for before the training.

    Raises:
        TrainingOffError: Training is disabled here.
        RunError: It is not done, has no epochs, or did not keep its state.
        DiskFullError: Its folder cannot be written to.
    """
    if not store.training_allowed():
        raise TrainingOffError
    try:
        with FileLock(run.folder / "start.lock"):  # two tabs, or a double click
            return _train_longer(store.get(run.id), epochs)
    except OSError as error:
        raise DiskFullError(
            f"Cannot write to {run.folder}: {error.strerror}."
        ) from error


def _train_longer(run: Run, epochs: int) -> Run:
    """Rewrite the request, and record the new end among the events."""
    if not can_train_longer(run):
        raise RunError(f"{run.id} cannot be trained longer: it is {store.state(run)}.")
    preset = registry.get(run.experiment).presets[run.preset]
    config = type(preset).from_mapping(run.config)
    config = replace(config, more_epochs=config.more_epochs + epochs)
    command = re.sub(rf"{_FLAG}[0-9]+", "", run.command)
    longer = replace(
        run,
        config=config.to_mapping(),
        command=f"{command}{_FLAG}{config.more_epochs}",
    )
    reported = run.events
    last = reported[-1]
    start = [event for event in reported if isinstance(event, Started)][-1]
    store.write_request(longer)
    # From here on it is a run that ended early and can be resumed.
    total = start.steps_per_epoch * (config.epochs + config.more_epochs)
    begin = replace(start, at=last.at, step=last.step, total_steps=total)
    events.append(run.folder / "events.jsonl", begin)
    return longer
