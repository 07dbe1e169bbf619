"""A run on the user's own data from the command line: settings, and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import registry
from engine.backend import memory
from engine.cli import commands
from engine.runs import store
from engine.runs.store import Run
from engine.training import worker


@pytest.fixture
def made(home, monkeypatch, capsys):
    """Return the run that `train language` makes, untrained, and what is printed."""
    monkeypatch.setattr(memory, "keep", lambda: None)
    monkeypatch.setattr(worker, "work", lambda *_, **__: "done")

    def train(own: Path, *words: str) -> tuple[Run, list[str]]:
        status = commands.main(["train", "language", "--own-data", str(own), *words])
        out, err = capsys.readouterr()
        assert status == 0, err
        (run,) = store.list_runs()
        return run, out.splitlines()

    return train


@pytest.fixture
def western(tmp_path) -> Path:
    """A text that is not UTF-8."""
    path = tmp_path / "tale.txt"
    path.write_bytes("süß und bitter, lang und kurz. ".encode("cp1252") * 90)
    return path


@pytest.mark.parametrize("preset", ["quick", "fine_tune"])
def test_epochs_are_fitted_to_an_own_text_as_on_the_page(made, sample_file, preset):
    run, lines = made(sample_file, "--preset", preset, "--seed", "3")
    experiment = registry.get("language")
    usual = experiment.presets[preset].epochs
    fitted = experiment.fitted(preset, sample_file.read_bytes(), sample_file.name)
    assert run.config == fitted.to_mapping() | {"seed": 3}
    assert fitted.epochs > usual
    assert lines == [
        f"run {run.id}",
        f"{sample_file.name}: 3,332 characters, 60 distinct",
        f"{fitted.epochs} epochs, fitted to this file; the preset has {usual}. "
        "--epochs sets another number.",
    ]
    assert run.command.endswith(f"{sample_file} --seed 3 --epochs {fitted.epochs}")


def test_given_epochs_are_kept_and_an_encoding_is_said(made, western):
    run, lines = made(western, "--epochs", "4")  # those of the preset
    assert run.config["epochs"] == 4
    assert run.command.endswith("--epochs 4")  # which would otherwise be fitted
    assert "tale.txt is not UTF-8: byte 2 (line 1) is 0xFC" in lines[1]
    assert "It was read as Windows-1252" in lines[1]
    assert len(lines) == 2


def test_text_too_short_to_fit_a_preset_trains_with_shorter_sequences(made, western):
    western.write_bytes(western.read_bytes()[:30])
    run, lines = made(western, "--sequence-length", "4")
    assert run.config["epochs"] == registry.get("language").presets["quick"].epochs
    assert len(lines) == 2


def test_counting_has_no_epochs_to_fit(made, western):
    run, lines = made(western, "--preset", "ngrams")
    assert "--epochs" not in run.command
    assert len(lines) == 2
