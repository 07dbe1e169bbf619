"""Published figures of all experiments: each has a source that a reader can follow."""

from __future__ import annotations

from importlib import import_module

import pytest

from engine import registry
from engine.published import PublishedFigure


@pytest.mark.parametrize("name", registry.NAMES)
def test_every_figure_has_its_source(name):
    module = import_module(f"engine.{name}.analysis.published")
    figures = [
        figure
        for value in vars(module).values()
        if isinstance(value, tuple)
        for figure in value
        if isinstance(figure, PublishedFigure)
    ]
    assert figures
    for figure in figures:
        assert figure.citation
        assert figure.url.startswith("https://") or "original" in figure.citation
        assert "memory" not in figure.note
