"""A network as `.onnx` computes the same in a Python without Keras and Loupe."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError
from engine.settings import PROJECT
from engine.sharing import onnx_file

ELSEWHERE = """
import sys, numpy as np, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1])
(name,) = [each.name for each in session.get_inputs()]
np.save(sys.argv[3], session.run(None, {name: np.load(sys.argv[2])})[0])
assert not {"engine", "keras", "tensorflow"} & set(sys.modules)
"""


@pytest.fixture(autouse=True)
def _published(monkeypatch):
    monkeypatch.setenv("LOUPE_CHECKPOINTS", str(PROJECT / "checkpoints"))


@pytest.mark.parametrize(
    ("experiment", "name", "values"),
    [
        ("language", "shakespeare-quick", np.arange(40, dtype="int32")[None] % 20),
        # Layers of ours that a .keras file cannot have.
        (
            "images",
            "post",
            np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3)).astype("float32"),
        ),
        ("sentiment", "char-cnn", np.arange(60, dtype="int32").reshape(2, 30) % 20),
    ],
)
def test_same_logits_without_keras(tmp_path, experiment, name, values) -> None:
    said = onnx_file.write(experiment, name, tmp_path / "net.onnx")
    assert said.startswith("In ONNX Runtime")
    model = registry.get(experiment).load(checkpoint.find(experiment, name)).model
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state()
    inputs = model.input
    named = dict.fromkeys(inputs, values) if isinstance(inputs, dict) else values
    expected = np.asarray(model(named))
    np.save(tmp_path / "in.npy", values)
    words = [sys.executable, "-P", "-c", ELSEWHERE]
    words += [str(tmp_path / file) for file in ("net.onnx", "in.npy", "out.npy")]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    found = np.load(tmp_path / "out.npy")
    np.testing.assert_allclose(found, expected, atol=1e-4 * np.abs(expected).max())


def test_attention_that_the_converter_breaks_is_written_right(tmp_path) -> None:
    """The check in `write` itself compares: batch, context and question are unknown."""
    from tf2onnx import optimizer

    before = list(optimizer._optimizers)
    said = onnx_file.write("reading", "quick", tmp_path / "net.onnx")
    assert said.startswith("In ONNX Runtime")
    assert list(optimizer._optimizers) == before


def test_table_of_counts_is_refused(tmp_path) -> None:
    with pytest.raises(CheckpointError, match="a table of counts, not a Keras network"):
        onnx_file.write("language", "aesop-ngrams", tmp_path / "net.onnx")
    assert not list(tmp_path.iterdir())


def test_file_that_computes_another_thing_is_not_written(tmp_path, monkeypatch) -> None:
    without_memory = onnx_file._without_memory
    monkeypatch.setattr(
        onnx_file, "_without_memory", lambda *asked: without_memory(*asked) + 1
    )
    with pytest.raises(CheckpointError, match="in ONNX Runtime its logits differ by"):
        onnx_file.write("images", "quick", tmp_path / "net.onnx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("file", ["net.keras", "taken.onnx"])
def test_other_files_are_left_alone(tmp_path, file) -> None:
    (tmp_path / "taken.onnx").write_bytes(b"mine")
    with pytest.raises(CheckpointError, match="Name another file"):
        onnx_file.write("images", "quick", tmp_path / file)
    assert (tmp_path / "taken.onnx").read_bytes() == b"mine"


def test_missing_package_and_other_backend_are_named(tmp_path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(onnx_file, "find_spec", lambda name: None)
        with pytest.raises(CheckpointError, match="tf2onnx must be installed"):
            onnx_file.write("images", "quick", tmp_path / "net.onnx")
    monkeypatch.setattr(onnx_file.keras.backend, "backend", lambda: "jax")
    with pytest.raises(CheckpointError, match="KERAS_BACKEND=tensorflow"):
        onnx_file.write("images", "quick", tmp_path / "net.onnx")
