"""What the code imports is what its requirements name, and what the locks hold."""

from __future__ import annotations

import re
import sys

import pytest

from tests.test_boundaries import PROJECT, imports, roots, sources

# Import -> what it is called where it is installed from, if that is another name.
CALLED = {"PIL": "pillow", "sklearn": "scikit-learn"}
# Other backends of Keras are asked for only where somebody has installed them.
BACKENDS = {"jax", "torch"}


def needed() -> set[str]:
    """Return the packages that the app imports, by the names they are installed by."""
    found: set[str] = set()
    for path in sources("engine", "ui", "views", "pages", "app.py"):
        found |= roots(imports(path))
    ours = {"engine", "ui", "views", "pages", "app"}
    others = found - set(sys.stdlib_module_names) - ours - BACKENDS
    return {CALLED.get(name, name) for name in others}


def named(file: str) -> set[str]:
    """Return the packages that a file of requirements names."""
    text = (PROJECT / file).read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z][a-z0-9-]*", text, flags=re.MULTILINE))


@pytest.mark.parametrize("kind", ["", "-cuda"])
def test_every_package_that_is_imported_is_named_and_locked(kind):
    assert len(needed()) > 8
    assert not needed() - named(f"requirements{kind}.in")
    assert not needed() - named(f"requirements{kind}.txt")


@pytest.mark.parametrize("kind", ["", "-cuda"])
def test_nothing_is_named_that_is_not_imported(kind):
    # One is TensorFlow's build; the other one Streamlit imports to draw our charts.
    others = {"tensorflow-cpu", "plotly"}
    assert named(f"requirements{kind}.in") - needed() <= others


@pytest.mark.parametrize("kind", ["", "-cuda"])
def test_the_lock_says_what_was_asked_for(kind):
    text = (PROJECT / f"requirements{kind}.txt").read_text(encoding="utf-8")
    asked = set()
    for block in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE):
        if f"-r requirements{kind}.in" in block:
            asked |= set(re.findall(r"^[a-z][a-z0-9-]*", block))
    assert asked == named(f"requirements{kind}.in")
