"""Published figures of all experiments: each has a source that a reader can follow."""

from __future__ import annotations

from importlib import import_module

import pytest

from engine import registry
from engine.published import PublishedFigure


def figures_of(name):
    module = import_module(f"engine.{name}.analysis.published")
    return [
        figure
        for value in vars(module).values()
        if isinstance(value, tuple)
        for figure in value
        if isinstance(figure, PublishedFigure)
    ]


@pytest.mark.parametrize("name", registry.NAMES)
def test_every_figure_has_its_source(name):
    for figure in figures_of(name):
        assert figure.citation
        assert figure.url.startswith("https://") or "original" in figure.citation
        assert "memory" not in figure.note


def test_figures_are_listed_where_they_are_looked_for():
    assert all(
        figures_of(name) for name in ("language", "reading", "sentiment", "images")
    )
