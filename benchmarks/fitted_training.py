"""A training on a text, fitted to its size as in the Train tab, beside its n-grams."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from engine import registry
from engine.language import data, own_text
from engine.language.config import LanguageConfig
from engine.own_data import FitsOwnData
from engine.runs import events
from engine.runs.events import Progress

_PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Trained:
    """A training on a text, beside its n-grams."""

    counted: own_text.Baseline
    validations: list[Progress]  # in order
    forecast_seconds: float
    seconds: float  # with the start of the process
    processor_seconds: float  # of all cores: what other processes do not lengthen

    @property
    def losses(self) -> list[float]:
        """Validation losses, in nats per character."""
        return [validation.values["loss"] for validation in self.validations]

    @property
    def ahead_after_seconds(self) -> float | None:
        """When the network first beat the n-grams, since the training began."""
        for validation in self.validations:
            if validation.values["loss"] < self.counted.loss:
                return validation.at
        return None


def train(path: Path, preset: str) -> Trained:
    """Train a preset on a text file, fitted to it, in a process of its own."""
    experiment = registry.get("language")
    assert isinstance(experiment, FitsOwnData)
    config = experiment.fitted(preset, path.read_bytes(), path.name)
    assert isinstance(config, LanguageConfig)
    parts = data.split(path.read_text(encoding="utf-8"), config.sequence_length)
    counted = own_text.baseline(parts)
    forecast = own_text.training_seconds(config, parts)
    command = [sys.executable, "-P", "-m", "engine", "train", "language"]
    command += ["--preset", preset, "--own-data", str(path)]
    command += ["--epochs", str(config.epochs)]
    with tempfile.TemporaryDirectory() as runs:
        used = _processor_seconds()
        environment = os.environ | {"LOUPE_RUNS": runs, "PYTHONPATH": str(_PROJECT)}
        start = time.perf_counter()
        subprocess.run(
            command, env=environment, cwd=_PROJECT, check=True, capture_output=True
        )
        seconds = time.perf_counter() - start
        (written,) = Path(runs).glob("*/*/events.jsonl")
        validations = [
            event
            for event in events.read(written)
            if isinstance(event, Progress) and event.split == "validation"
        ]
    used = _processor_seconds() - used
    return Trained(counted, validations, forecast, seconds, used)


def _processor_seconds() -> float:
    """Return what all processes that this one has waited for have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def row(name: str, characters: int, trained: Trained) -> str:
    """Return the line of a table."""
    ahead = trained.ahead_after_seconds
    return (
        f"{name:30} {characters:9,} characters  "
        f"{trained.counted.name} {trained.counted.loss:.3f}  "
        f"network {trained.losses[-1]:.3f} after {trained.validations[-1].epoch:g} "
        f"epochs (lowest {min(trained.losses):.3f})  "
        f"{trained.seconds:.0f} s (said before: {trained.forecast_seconds:.0f} s; "
        f"{trained.processor_seconds:.0f} processor seconds), "
        + (f"ahead after {ahead:.0f} s" if ahead is not None else "never ahead")
    )
