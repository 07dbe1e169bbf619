"""The examples in docstrings say what the code does today."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PROMPT = ">>> "


def with_examples() -> list[Path]:
    """Return the files whose docstrings hold examples."""
    return [
        path.relative_to(PROJECT)
        for folder in ("engine", "ui", "views", "pages", "benchmarks")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        if PROMPT in path.read_text(encoding="utf-8")
    ]


def test_there_are_examples_to_run():
    assert len(with_examples()) > 10


@pytest.mark.parametrize("path", with_examples(), ids=str)
def test_examples_are_true(path):
    written = (PROJECT / path).read_text(encoding="utf-8").count(PROMPT)
    module = import_module(".".join(path.with_suffix("").parts))
    done = doctest.testmod(module)
    assert done.failed == 0, "see what was printed"
    # A decorator may hide a docstring from doctest, and its examples with it.
    assert done.attempted == written
