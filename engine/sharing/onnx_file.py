"""A network as one `.onnx` file, which runs without Python, Keras and Loupe.

Keras traces the network, and tf2onnx writes its operations, so that our own layers need
no counterpart. A network without a memory of earlier calls is written: an LSTM begins
each call with a zero state. The file is read back by ONNX Runtime and compared on a
random input; what it computes differently, or not at all, is not written.
"""

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.sharing import model_file

_RELATIVE = 1e-4  # largest difference of logits, by the largest logit
_BROKEN_PASS = "optimize_transpose"
_PACKAGES = ("onnx", "onnxruntime", "tf2onnx")


def write(experiment: str, name: str, path: Path) -> str:
    """Write a checkpoint as `.onnx`, whole or not at all; return how it was checked.

    Args:
        experiment: Whose checkpoint.
        name: Of the checkpoint, or the id of its run.
        path: The file to write; it ends in `.onnx`.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged, it cannot be written as ONNX, or the file exists
            already.
        DiskFullError: It cannot be written.
    """
    model_file.refuse_name(path, ".onnx")
    _check()
    model = model_file.network(experiment, name)
    with model_file.replaced(path) as part:
        values = model_file.random_input(model)
        expected = _without_memory(model, values)
        _export(model, name, part)
        distance = _distance(expected, part, values, name)
    return (
        f"In ONNX Runtime, its logits on a random input are within {distance:.0e} of "
        "the largest one."
    )


def _check() -> None:
    """Raise CheckpointError where no ONNX can be written here."""
    if missing := [package for package in _PACKAGES if find_spec(package) is None]:
        raise CheckpointError(
            f"{' and '.join(missing)} must be installed to write ONNX. `./loupe export "
            "NETWORK --onnx FILE` installs it."
        )
    if keras.backend.backend() != "tensorflow":
        raise CheckpointError(
            "ONNX is written with KERAS_BACKEND=tensorflow, whatever the network was "
            "trained with."
        )


def _without_memory(model: Any, values: Any) -> NDArray[np.float64]:
    """Let every call begin with a zero state; return the logits of the first one."""
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.stateful = False
    # Keras exports a network that was called.
    return np.asarray(model(values), np.float64)


def _export(model: Any, name: str, part: Path) -> None:
    """Write the file with Keras.

    Raises:
        CheckpointError: tf2onnx does not know one of its operations.
    """
    try:
        with _sound_passes(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tf2onnx, about NumPy
            model.export(str(part), format="onnx", verbose=False)
    except OSError:
        raise
    except Exception as error:
        raise _refused(name, error) from error


@contextmanager
def _sound_passes() -> Iterator[None]:
    """Leave out the pass of tf2onnx 1.17 that breaks BiDAF's attention.

    Its `optimize_transpose` turns a (B, J, 1) into (1, 1, B J) where B and J are
    unknown. ONNX Runtime moves transpositions by itself when it loads a file.
    """
    from tf2onnx import optimizer

    passes = optimizer._optimizers
    left_out = passes.pop(_BROKEN_PASS)
    try:
        yield
    finally:
        passes[_BROKEN_PASS] = left_out
        passes.move_to_end(_BROKEN_PASS, last=False)  # it comes first


def _distance(
    expected: NDArray[np.float64], part: Path, values: Any, name: str
) -> float:
    """Return the largest difference of the file's logits, by the largest logit.

    Raises:
        CheckpointError: ONNX Runtime cannot run the file, or it computes another thing.
    """
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.log_severity_level = 4  # its errors are raised besides
    settings.intra_op_num_threads = min(2, os.cpu_count() or 1)
    try:
        session = onnxruntime.InferenceSession(str(part), settings)
        names = [each.name for each in session.get_inputs()]
        fed = values if isinstance(values, Mapping) else {names[0]: values}
        logits = session.run(None, {key: fed[key] for key in names})[0]
    except Exception as error:
        raise _refused(name, error) from error
    if logits.shape != expected.shape:
        raise CheckpointError(f"{name} was not exported: its logits changed in shape.")
    distance = float(np.abs(logits - expected).max() / np.abs(expected).max())
    if not distance <= _RELATIVE:
        raise CheckpointError(
            f"{name} was not exported: in ONNX Runtime its logits differ by {distance}."
        )
    return distance


def _refused(name: str, error: Exception) -> CheckpointError:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return CheckpointError(
        f"{name} cannot be written as ONNX. `./loupe export` writes it as a ZIP. The "
        f"converter says: {lines[0][:300]}"
    )
