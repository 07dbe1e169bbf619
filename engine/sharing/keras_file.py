"""A network as one `.keras` file, which Keras opens without Loupe.

Layers of Loupe that are one of Keras' own under another name are replaced by it:
`engine.backend.lstm.LSTM`, and each that has a method `as_keras`. A network with any
other layer is refused: Keras could not read the file anywhere but here.
"""

from pathlib import Path
from typing import Any

import keras
import numpy as np

from engine.backend.lstm import LSTM
from engine.checkpoints import weights
from engine.errors import CheckpointError
from engine.sharing import model_file

_ATOL = 1e-4  # of logits, between both networks on the same input


def write(experiment: str, name: str, path: Path) -> str:
    """Write a checkpoint as `.keras`, whole or not at all; return how it was checked.

    Args:
        experiment: Whose checkpoint.
        name: Of the checkpoint, or the id of its run.
        path: The file to write; it ends in `.keras`.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged, it cannot be written as `.keras`, or the file
            exists already.
        DiskFullError: It cannot be written.
    """
    model_file.refuse_name(path, ".keras")
    model = model_file.network(experiment, name)
    with model_file.replaced(path) as part:
        plain(model, name).save(part)
        distance = _distance(model, keras.saving.load_model(part))
        if distance > _ATOL:
            raise CheckpointError(
                f"{name} was not exported: read back, its logits differ by {distance}."
            )
    return f"Read back, its logits on a random input are within {distance:.0e}."


def plain(model: Any, name: str) -> Any:
    """Return the same network of Keras' own layers, with the same weights.

    Raises:
        CheckpointError: It has a layer that Keras does not have.
    """
    foreign = sorted(
        {type(layer).__name__ for layer in model.layers if not _is_plain(layer)}
    )
    if foreign:
        raise CheckpointError(
            f"{name} cannot be written as a .keras file: Keras does not have its "
            f"layers {', '.join(foreign)}. `./loupe export` writes it as a ZIP."
        )
    replaced = keras.models.clone_model(model, clone_function=_as_keras)
    variables = {variable.path: variable for variable in replaced.weights}
    weights.assign(variables, weights.of_model(model))
    return replaced


def _is_plain(layer: Any) -> bool:
    """Return whether a layer is Keras' own, or is replaced by one that is."""
    own = _is_keras(type(layer).__module__)
    return own or isinstance(layer, LSTM) or hasattr(layer, "as_keras")


def _as_keras(layer: Any) -> Any:
    """Return a new layer of Keras' own that computes the same."""
    if isinstance(layer, LSTM):
        return keras.layers.LSTM.from_config(layer.get_config())
    if hasattr(layer, "as_keras"):
        return layer.as_keras()
    config = layer.get_config()
    for key, value in config.items():
        if key.endswith("_initializer") and not _is_keras(value.get("module")):
            config[key] = "zeros"  # the weights are set, whatever they began with
    return type(layer).from_config(config)


def _is_keras(module: object) -> bool:
    return str(module).partition(".")[0] == "keras"


def _distance(first: Any, second: Any) -> float:
    """Return the largest difference of the logits of two networks on one input."""
    values = model_file.random_input(first)
    outputs = []
    for model in (first, second):
        for layer in model.layers:
            if getattr(layer, "stateful", False):
                layer.reset_state()
        outputs.append(np.asarray(model(values), np.float64))
    return float(np.abs(outputs[0] - outputs[1]).max())
