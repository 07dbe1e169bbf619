"""One word per experiment, everywhere: what a new one still lacks is said here."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import registry

PROJECT = Path(__file__).parents[1]
FILES = {
    *("__init__.py", "config.py", "data.py", "model.py", "train.py"),
    *("evaluate.py", "predict.py", "experiment.py", "README.md"),
}
LINES = 300


@pytest.mark.parametrize("name", registry.NAMES)
def test_experiment_folder_has_the_same_files_as_every_other(name):
    here = {path.name for path in (PROJECT / "engine" / name).iterdir()}
    assert not FILES - here


@pytest.mark.parametrize("name", registry.NAMES)
def test_extra_files_are_named_in_the_package(name):
    folder = PROJECT / "engine" / name
    about = (folder / "__init__.py").read_text(encoding="utf-8")
    extra = {path.name for path in folder.glob("*.py")} - FILES
    assert not [file for file in sorted(extra) if f"`{Path(file).stem}`" not in about]


@pytest.mark.parametrize("name", registry.NAMES)
def test_experiment_has_a_page_tests_and_checkpoints(name):
    assert (PROJECT / "pages" / f"{name}.py").is_file()
    assert list((PROJECT / "tests" / "engine" / name).glob("test_*.py"))
    assert (PROJECT / "checkpoints" / name).is_dir()


def test_every_engine_folder_is_registered():
    folders = {path.parent.name for path in (PROJECT / "engine").glob("*/__init__.py")}
    assert folders == set(registry.NAMES)


def test_files_stay_short_enough_to_be_read():
    folders = ("engine", "ui", "pages", "tests", "benchmarks")
    files = {folder: list((PROJECT / folder).rglob("*.py")) for folder in folders}
    assert all(files.values())
    long = {
        str(path.relative_to(PROJECT)): count
        for folder in folders
        for path in files[folder]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LINES
    }
    assert not long
