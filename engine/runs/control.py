"""What the user asks of a run while it trains: control.json in the run's folder.

The page writes it and the training reads it before each batch. So a request survives a
reload, can come from any tab, and reaches a run wherever its process is.
"""

import json
from dataclasses import asdict, dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any

from engine import registry, schema
from engine.errors import RunError, TrainingOffError, writing
from engine.runs import process, store
from engine.runs.store import Run

FILE = "control.json"
LOWEST_FACTOR, HIGHEST_FACTOR = 0.01, 100.0
_OPTION = "more_epochs"  # a setting of everything that is trained in batches


@dataclass(frozen=True, slots=True)
class Control:
    """The content of control.json: the state that the user wants."""

    paused: bool = False
    step: int = -1  # while paused, the batch of this number is to be trained on
    learning_rate_factor: float = 0.0  # times the schedule; 0 where none was asked for


def trains_in_batches(run: Run) -> bool:
    """Return whether a run is trained batch by batch.

    N-grams only count, and transfer learning solves its last layer at once.
    """
    preset = registry.get(run.experiment).presets[run.preset]
    return _OPTION in {setting.name for setting in preset.settings()}


def pause(run: Run) -> None:
    """Ask a running run to wait after the present batch.

    Raises:
        TrainingOffError: Training is disabled here.
        RunError: It is not running, or is not trained in batches.
        DiskFullError: The request cannot be written.
    """
    _ask(run, ("running",), paused=True)


def go_on(run: Run) -> None:
    """Ask a paused run to train on; raises as `pause`."""
    _ask(run, ("paused", "running"), paused=False, step=-1)


def take_step(run: Run, step: int) -> None:
    """Ask a paused run to train on one batch and measure what it changes.

    Args:
        run: It is paused.
        step: Batches seen so far. Two clicks at the same step ask for one batch.

    Raises:
        As `pause`.
    """
    _ask(run, ("paused",), paused=True, step=step)


def scale_learning_rate(run: Run, factor: float) -> None:
    """Ask a run to multiply its learning-rate schedule by a factor from now on.

    Args:
        run: It is running or paused.
        factor: From 0.01 to 100; 1 is the schedule itself.

    Raises:
        As `pause`; RunError where the factor is out of bounds, too.
    """
    if not (isfinite(factor) and LOWEST_FACTOR <= factor <= HIGHEST_FACTOR):
        raise RunError(
            f"The factor must be between {LOWEST_FACTOR:g} and {HIGHEST_FACTOR:g}, "
            f"not {factor:g}."
        )
    _ask(run, ("running", "paused"), learning_rate_factor=factor)


def _ask(run: Run, states: tuple[str, ...], **changes: Any) -> None:
    """Change control.json of a run that is in one of these states."""
    if not store.training_allowed():
        raise TrainingOffError
    if not trains_in_batches(run):
        raise RunError(
            f"{run.id} is not trained in batches, so it cannot be paused or steered."
        )
    state = store.state(run)
    if state not in states:
        raise RunError(f"{run.id} is {state}, not {' or '.join(states)}.")
    _write(run.folder, replace(read(run.folder), **changes))


def release(folder: Path) -> None:
    """Withdraw the pause of an earlier process of the run; keep the factor.

    Raises:
        DiskFullError: The file cannot be written.
    """
    (folder / process.PAUSED).unlink(missing_ok=True)
    control = read(folder)
    if control.paused:
        _write(folder, replace(control, paused=False, step=-1))


def read(folder: Path) -> Control:
    """Return what is asked for; nothing where the file is missing or damaged."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
        control = schema.build(Control, schema.from_json(text))
    except (OSError, ValueError):
        return Control()
    if not LOWEST_FACTOR <= control.learning_rate_factor <= HIGHEST_FACTOR:
        return replace(control, learning_rate_factor=0.0)
    return control


def _write(folder: Path, control: Control) -> None:
    """Write control.json, completely or not at all."""
    part = folder / f"{FILE}.part"
    with writing(folder):
        part.write_text(json.dumps(asdict(control)), encoding="utf-8")
        part.replace(folder / FILE)
