"""The weights of a Keras model: as arrays, into a file and from it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import hdf5
from engine.arrays import Arrays
from engine.errors import CheckpointError


def assign(variables: Mapping[str, Any], arrays: Arrays) -> None:
    """Set Keras variables from arrays of the same names and shapes.

    Raises:
        CheckpointError: A variable has no array, or its array has another shape.
    """
    for name, variable in variables.items():
        if name not in arrays:
            raise CheckpointError(f"The weights file has no variable “{name}”.")
        if tuple(arrays[name].shape) != tuple(variable.shape):
            raise CheckpointError(
                f"“{name}” has shape {tuple(arrays[name].shape)}, "
                f"the model needs {tuple(variable.shape)}."
            )
        variable.assign(arrays[name])


def of_model(model: Any) -> dict[str, NDArray[Any]]:
    """Return a Keras model's weights by path."""
    return {variable.path: np.asarray(variable) for variable in model.weights}


def save(model: Any, path: Path, precision: str) -> None:
    """Write a Keras model's weights, completely or not at all.

    Args:
        model: The model.
        path: The file to create or replace.
        precision: As `hdf5.write` takes it.

    Raises:
        DiskFullError: The disk is full; an earlier file is untouched.
    """
    hdf5.write(path, of_model(model), precision)


def load(model: Any, path: Path) -> None:
    """Put the weights of a file into a Keras model built from the same config.

    Raises:
        CheckpointError: The file is damaged, or its arrays have other shapes.
    """
    arrays, _ = hdf5.read(path)
    assign({variable.path: variable for variable in model.weights}, arrays)
