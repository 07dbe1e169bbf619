"""What `.keras` and `.onnx` files share: the network, its file, an input for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras
import numpy as np

from engine import registry
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError, DiskFullError

_LENGTH = 12  # of each unknown axis of a random input


def refuse_name(path: Path, ending: str) -> None:
    """Raise CheckpointError where a path exists already, or ends otherwise."""
    if path.suffix != ending or path.exists():
        raise CheckpointError(
            f"{path} exists already, or does not end in {ending}. Name another file."
        )


def network(experiment: str, name: str) -> Any:
    """Return the Keras model of a checkpoint or run.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged, or has no Keras model.
    """
    folder = checkpoint.find(experiment, name)
    model = getattr(registry.get(experiment).load(folder), "model", None)
    if not isinstance(model, keras.Model):
        raise CheckpointError(f"{name} is a table of counts, not a Keras network.")
    return model


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a file to write beside `path`; move it there once that went well.

    Raises:
        DiskFullError: It cannot be written.
    """
    part = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise DiskFullError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def random_input(model: Any) -> Any:
    """Return an input of small ids and of pixels, in the form that a network takes."""
    chance = np.random.default_rng(0)

    def drawn(tensor: Any) -> Any:
        shape = [size or _LENGTH for size in tensor.shape]
        if str(tensor.dtype).startswith("int"):
            return chance.integers(1, 5, shape).astype(tensor.dtype)
        return chance.uniform(0, 255, shape).astype("float32")

    inputs = model.input
    if isinstance(inputs, dict):
        return {key: drawn(tensor) for key, tensor in inputs.items()}
    return drawn(inputs)
