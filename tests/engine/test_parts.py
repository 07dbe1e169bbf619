"""The pictures of the networks: they name the layers that the Keras models have."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine import registry
from engine.images import model as images_model
from engine.language import model as language_model
from engine.reading import model as reading_model
from engine.sentiment import model as sentiment_model

CASES = [
    ("language", "best"),
    ("images", "best"),
    ("images", "post"),
    ("reading", "best"),
    ("reading", "qanet"),
    *(("sentiment", p) for p in ("best", "lstm", "glove_dnn", "char_cnn")),
    ("sentiment", "word_counts"),
]


def build(experiment: str, config: Any) -> Any:
    if experiment == "language":
        return language_model.build(config, 65, streams=1)
    if experiment == "images":
        return images_model.build(config, 10)
    if experiment == "reading":
        return reading_model.build(config, np.zeros((20, 50), np.float32))
    alphabet = "abc" if getattr(config, "character_filters", 0) else None
    encoder = SimpleNamespace(
        rows=9, vocabulary="abc", max_characters=90, alphabet=alphabet
    )
    return sentiment_model.build(config, encoder)


def small(config: Any) -> Any:
    """Return a config with the same layers and few units."""
    sizes = {"units": 8, "hidden_size": 8, "character_filters": 8, "filters": 8}
    held = {name: n for name, n in sizes.items() if getattr(config, name, 0)}
    return replace(config, **held)


@pytest.mark.parametrize(("experiment", "preset"), CASES)
def test_every_layer_with_weights_is_in_the_picture(experiment, preset) -> None:
    config = small(registry.get(experiment).presets[preset])
    if hasattr(config, "character_filters"):
        config = replace(config, character_filters=8)
    parts = import_module(f"engine.{experiment}.analysis.parts").parts(config)
    named = [name for row in parts for part in row for name in part.layers]
    model = build(experiment, config)
    weighted = [layer.name for layer in model.layers if layer.weights]
    dropouts = {n for n in weighted if "dropout" in n}  # seeds, no weights
    assert sorted(named) == sorted(set(weighted) - dropouts)


def test_widths_of_the_picture_are_those_of_the_layers() -> None:
    config = registry.get("images").presets["best"]
    parts = import_module("engine.images.analysis.parts").parts(config)
    model = build("images", config)
    shapes = [part.shape for row in parts for part in row]
    for layer in ("whitening", "norm_1b", "norm_2b", "norm_3b"):
        _, height, width, channels = model.get_layer(layer).output.shape
        assert f"{height} × {width} × {channels}" in shapes
