"""The state of a training on disk, to resume it exactly."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.checkpoints import weights
from engine.checkpoints.checkpoint import Snapshot
from engine.errors import CheckpointError


@dataclass
class Position:
    """How far a training is; all of it is in the state file."""

    step: int = 0
    seconds: float = 0.0
    snapshots: list[Snapshot] = field(default_factory=list)


class StateFile:
    """All that a killed run needs to be resumed exactly."""

    def __init__(self, path: Path, model: Any, carried: list[Any]) -> None:
        """Name all variables that are saved.

        Args:
            path: The file.
            model: Compiled, with its optimiser.
            carried: Variables beside the model's own, see `Fitting`.
        """
        self.path = path
        model.optimizer.build(model.trainable_variables)
        carried_ids = {id(variable) for variable in carried}
        named = {
            f"model/{v.path}": v for v in model.variables if id(v) not in carried_ids
        }
        named |= {f"optimizer/{v.path}": v for v in model.optimizer.variables}
        named |= {f"carried/{i}": v for i, v in enumerate(carried)}
        self.variables = named

    def restore(self) -> Position:
        """Load the file and return its position; the start where there is none."""
        if not self.path.exists():
            return Position()
        arrays, about = weights.read(self.path)
        weights.assign(self.variables, arrays)
        try:
            snapshots = [
                Snapshot(**values) for values in json.loads(about["snapshots"])
            ]
            return Position(int(about["step"]), float(about["seconds"]), snapshots)
        except (KeyError, ValueError, TypeError) as error:
            raise CheckpointError(
                f"{self.path.name} is damaged ({error}): this run cannot be resumed. "
                "Start a new one."
            ) from error

    def save(self, at: Position) -> None:
        """Write everything, completely or not at all."""
        arrays = {name: np.asarray(v) for name, v in self.variables.items()}
        weights.write(
            self.path,
            arrays,
            step=at.step,
            seconds=at.seconds,
            snapshots=json.dumps([asdict(snapshot) for snapshot in at.snapshots]),
        )
