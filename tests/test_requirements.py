"""What the code imports is what its requirements name, and what the locks hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.test_boundaries import PROJECT, imports, roots, sources

# Import -> what it is called where it is installed from, if that is another name.
CALLED = {"PIL": "pillow", "sklearn": "scikit-learn"}
# Other backends of Keras are asked for only where somebody has installed them.
BACKENDS = {"jax", "torch"}
# Installed by ./loupe where a setting or a command asks for it, from a lock of its own.
CHOSEN = {"ray": "-ray", "onnxruntime": "-onnx", "tf2onnx": "-onnx"}


def needed() -> set[str]:
    """Return the packages that the app imports, by the names they are installed by."""
    found: set[str] = set()
    for path in sources("engine", "ui", "views", "pages", "app.py", "serve.py"):
        found |= roots(imports(path))
    ours = {"engine", "ui", "views", "pages", "app"}
    others = found - set(sys.stdlib_module_names) - ours - BACKENDS - CHOSEN.keys()
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


def pins(kind: str) -> set[tuple[str, str]]:
    """Return the packages of a lock, each with its version."""
    text = (PROJECT / f"requirements{kind}.txt").read_text(encoding="utf-8")
    pattern = r"^([a-z][a-z0-9-]*)(?:\[.*\])?==([^ ]+)"
    return set(re.findall(pattern, text, flags=re.MULTILINE))


@pytest.mark.parametrize(("package", "kind"), CHOSEN.items())
def test_what_is_asked_for_later_is_locked_in_versions_that_fit_the_app(package, kind):
    assert package in named(f"requirements{kind}.in")
    assert package in {name for name, _ in pins(kind)}
    shared = {name for name, _ in pins("")} & {name for name, _ in pins(kind)}
    assert len(shared) > 5
    both = {pin for pin in pins("") | pins(kind) if pin[0] in shared}
    assert both <= pins("")


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


@pytest.mark.parametrize(
    ("launcher", "words", "locks"),
    [
        ("", "list", ""),
        ("slurm", "list", ""),
        ("ray", "", "requirements-ray.txt"),
        ("local", "export best --onnx FILE.onnx", "requirements-onnx.txt"),
        ("local", "export best --onnx=FILE.onnx", "requirements-onnx.txt"),
        ("local", "export best --keras FILE.keras", ""),
        ("local", "predict sentiment --onnx", ""),
        (
            "ray",
            "export best --onnx FILE.onnx",
            "requirements-ray.txt requirements-onnx.txt",
        ),
    ],
)
def test_start_script_installs_what_is_asked_for(tmp_path, launcher, words, locks):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "environment.sh").write_text(
        'prepare_environment() { echo "$*"; exit; }\n'
    )
    script = tmp_path / "loupe"
    script.write_text((PROJECT / "loupe").read_text(encoding="utf-8"))
    done = subprocess.run(
        ["bash", script, *words.split()],
        env={**os.environ, "LOUPE_LAUNCHER": launcher},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == locks
