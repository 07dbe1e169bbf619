"""Every experiment made small, as `experiments/<name>.py` describes it.

What is trained in the tests is created and trained here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.runs import request, store
from engine.runs.request import OwnFile
from engine.runs.store import Run
from engine.training import worker
from tests.contract.entry import Tiny
from tests.contract.watch import trace_quickly

TINY: Mapping[str, Tiny] = {
    name: import_module(f"tests.contract.experiments.{name}").TINY
    for name in registry.NAMES
}


def networks(alike: bool = True) -> list[Any]:
    """Return the presets that are trained with Keras, with or without those alike.

    Returns:
        Their experiments and names, as parameters; those between others are left out.
    """
    return [
        pytest.param(name, preset, id=f"{name}-{preset}", marks=_mark(place))
        for name in registry.NAMES
        for place, preset in enumerate(TINY[name].networks)
        if preset not in TINY[name].between
        if alike or preset not in TINY[name].alike
    ]


def everything(alike: bool = True) -> list[Any]:
    """Return the presets that are trained, as parameters; see `networks`."""
    return networks(alike) + counted()


def counted() -> list[Any]:
    """Return the presets that learn without Keras, as parameters."""
    return [
        pytest.param(name, preset, id=f"{name}-{preset}")
        for name in registry.NAMES
        for preset in TINY[name].counts
    ]


def _mark(place: int) -> list[pytest.MarkDecorator]:
    """Leave the first preset of an experiment in the fast suite."""
    return [pytest.mark.slow] if place else []


def create(
    name: str,
    preset: str,
    data: bytes | None = None,
    title: str = "sample.txt",
    **overrides: Any,
) -> Run:
    """Make the folder of a run on the experiment's tiny data, or on other data."""
    experiment = registry.get(name)
    small = {**TINY[name].networks, **TINY[name].counts}[preset]
    config = replace(experiment.presets[preset], **{**small, **overrides})
    content = TINY[name].data if data is None else data
    return request.create(experiment, preset, config, own_file=OwnFile(title, content))


def work(run: Run, notify: Callable[[str], None] = lambda line: None) -> str:
    """Train a run in this process; return how it ended."""
    trace_quickly()
    return worker.work(store.get(run.id), registry.get(run.experiment), notify)


def ship(
    experiment: str,
    trained: Path,
    name: str,
    files: Mapping[str, bytes | Path] = MappingProxyType({}),
) -> Path:
    """Put a trained network among the shipped checkpoints; return its new folder.

    Args:
        experiment: Whose network.
        trained: The folder of its checkpoint.
        name: What it is called there.
        files: What it has beside its own files, or in their place, by name.
    """
    card = checkpoint.read_card(trained, experiment)
    folder = checkpoint.shipped_folder() / experiment / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    own = {file: trained / file for file in card.files}
    return checkpoint.write(folder, renamed(card, name), {**own, **files})


def renamed(card: Card, name: str) -> Card:
    """Return the card under another name."""
    return replace(card, name=name)
