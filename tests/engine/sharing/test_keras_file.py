"""A network as `.keras` computes the same in a Python that has no Loupe."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError
from engine.settings import PROJECT
from engine.sharing import keras_file

ELSEWHERE = """
import sys, keras, numpy as np
model = keras.saving.load_model(sys.argv[1])
np.save(sys.argv[3], np.asarray(model(np.load(sys.argv[2]))))
assert "engine" not in sys.modules
"""


@pytest.mark.parametrize(
    ("experiment", "name", "values"),
    [
        ("language", "shakespeare-quick", np.arange(40, dtype="int32")[None] % 20),
        (
            "images",
            "quick",
            np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3)).astype("float32"),
        ),
    ],
)
def test_same_logits_without_loupe(
    tmp_path, monkeypatch, experiment, name, values
) -> None:
    monkeypatch.setenv("LOUPE_CHECKPOINTS", str(PROJECT / "checkpoints"))
    said = keras_file.write(experiment, name, tmp_path / "net.keras")
    assert said.startswith("Read back")
    model = registry.get(experiment).load(checkpoint.find(experiment, name)).model
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state()
    expected = np.asarray(model(values))
    np.save(tmp_path / "in.npy", values)
    words = [sys.executable, "-P", "-c", ELSEWHERE]
    words += [str(tmp_path / file) for file in ("net.keras", "in.npy", "out.npy")]
    monkeypatch.delenv("PYTHONPATH", raising=False)
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    np.testing.assert_allclose(np.load(tmp_path / "out.npy"), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("experiment", "name", "words"),
    [
        ("reading", "quick", "Keras does not have its layers AttentionFlow, "),
        ("sentiment", "lstm", "Keras does not have its layers WordVectors"),
        ("images", "post", "ImageStandardisation, ResponseNormalisation"),
        ("language", "aesop-ngrams", "a table of counts, not a Keras network"),
    ],
)
def test_what_keras_could_not_open_is_refused(
    tmp_path, monkeypatch, experiment, name, words
) -> None:
    monkeypatch.setenv("LOUPE_CHECKPOINTS", str(PROJECT / "checkpoints"))
    with pytest.raises(CheckpointError, match=words):
        keras_file.write(experiment, name, tmp_path / "net.keras")
    assert not list(tmp_path.iterdir())
