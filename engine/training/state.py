"""The state of a training on disk, to resume it exactly.

`state.h5` is the last one, `state.previous.h5` the one before it: each has its own
digest, and where the last is damaged the training resumes from the one before.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine import hdf5, schema
from engine.checkpoints import weights
from engine.checkpoints.checkpoint import Snapshot
from engine.errors import CheckpointError, DiskFullError


@dataclass
class Position:
    """How far a training is; all of it is in the state file."""

    step: int = 0
    seconds: float = 0.0
    learning_rate_factor: float = 1.0  # by hand, times the schedule
    snapshots: list[Snapshot] = field(default_factory=list)


class StateFile:
    """All that a killed run needs to be resumed exactly."""

    def __init__(self, path: Path, model: Any, extra_state: list[Any]) -> None:
        """Name all variables that are saved.

        Args:
            path: The file.
            model: Compiled, with its optimiser.
            extra_state: Variables beside the model's own, see `Fitting`.
        """
        self.path = path
        model.optimizer.build(model.trainable_variables)
        extra_ids = {id(variable) for variable in extra_state}
        named = {
            f"model/{v.path}": v for v in model.variables if id(v) not in extra_ids
        }
        # The factor is in the position: states of earlier versions have none.
        named |= {
            f"optimizer/{v.path}": v
            for v in model.optimizer.variables
            if v is not model.optimizer.factor
        }
        # The name that they have in the states of earlier versions.
        named |= {f"carried/{i}": v for i, v in enumerate(extra_state)}
        self.variables = named

    def restore(self) -> Position:
        """Load the last sound state; return its position, the start where none is.

        Raises:
            CheckpointError: There are states, and all of them are damaged.
        """
        damaged: CheckpointError | None = None
        for path in (self.path, previous(self.path)):
            if not path.exists():
                continue
            try:
                return self._read(path)
            except CheckpointError as error:
                damaged = damaged or error
        if damaged:
            raise CheckpointError(
                f"{self.path.name} is damaged, and there is no sound earlier state: "
                "this run cannot be resumed. Start a new one."
            ) from damaged
        return Position()

    def _read(self, path: Path) -> Position:
        """Load one file; without its snapshots whose own files are damaged or gone."""
        arrays, about = hdf5.read(path)
        try:
            stored = schema.from_json(str(about["snapshots"]))
            snapshots = [schema.build(Snapshot, values) for values in stored]
            factor = float(about.get("learning_rate_factor", 1.0))
            step, seconds = int(about["step"]), float(about["seconds"])
            at = Position(step, seconds, factor, snapshots)
        except (KeyError, ValueError, TypeError) as error:
            raise CheckpointError(f"{path.name} is damaged ({error}).") from error
        self.assign(arrays)
        at.snapshots = [s for s in snapshots if hdf5.is_sound(path.parent / s.file)]
        return at

    def arrays(self) -> dict[str, Any]:
        """Return a copy of everything that training on a batch changes, by name."""
        return {name: np.array(v) for name, v in self.variables.items()}

    def assign(self, arrays: dict[str, Any]) -> None:
        """Put back what `arrays` returned."""
        weights.assign(self.variables, arrays)

    def save(self, at: Position) -> None:
        """Write everything, completely or not at all; keep the state before.

        Raises:
            DiskFullError: It could not be written; the state before is untouched.
        """
        part = self.path.with_name("state.next.h5")
        hdf5.write(
            part,
            self.arrays(),
            step=at.step,
            seconds=at.seconds,
            learning_rate_factor=at.learning_rate_factor,
            snapshots=json.dumps([asdict(snapshot) for snapshot in at.snapshots]),
        )
        try:
            if self.path.exists():
                self.path.replace(previous(self.path))
            part.replace(self.path)
        except OSError as error:
            raise DiskFullError(
                f"Cannot write {self.path.name}: {error.strerror}."
            ) from error


def previous(path: Path) -> Path:
    """Return where the state before the last one is."""
    return path.with_name("state.previous.h5")
