"""The rooms of the house: what stands where, how many share a folder, how long."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import registry

PROJECT = Path(__file__).parents[1]
ROLES = {
    *("config.py", "data.py", "model.py", "train.py", "evaluate.py", "measure.py"),
    *("predict.py", "command.py", "experiment.py"),
}
ANALYSIS_ROLES = {"example.py", "shipping.py", "published.py"}
VIEWS = {"try_it.py", "guide.py", "results.py", "how_it_works.py"}
MODULES = 22  # of one folder, `__init__` aside
LINES = 250
FUNCTION_LINES = 40  # docstring aside
FOLDERS = ("engine", "ui", "views", "pages", "tests", "benchmarks", "docs")


def modules(folder: Path) -> set[str]:
    """Return the names of the Python files of a folder, `__init__` aside."""
    return {path.name for path in folder.glob("*.py")} - {"__init__.py", "__main__.py"}


def packages(*roots: str) -> list[Path]:
    """Return every folder below some top folders that holds Python files."""
    return sorted({path.parent for r in roots for path in (PROJECT / r).rglob("*.py")})


@pytest.mark.parametrize("name", registry.NAMES)
def test_experiments_have_the_same_roles(name):
    folder = PROJECT / "engine" / name
    assert not ROLES - modules(folder)
    assert not ANALYSIS_ROLES - modules(folder / "analysis")
    assert (folder / "README.md").is_file()


@pytest.mark.parametrize("name", registry.NAMES)
def test_experiment_has_a_page_views_and_tests(name):
    assert (PROJECT / "pages" / f"{name}.py").is_file()
    assert not VIEWS - modules(PROJECT / "views" / name)
    assert (PROJECT / "views" / name / "look_inside" / "tab.py").is_file()
    assert list((PROJECT / "tests" / "engine" / name).glob("test_*.py"))


@pytest.mark.parametrize(
    "folder",
    [p for p in packages("engine", "ui", "views") if modules(p)],
    ids=lambda folder: str(folder.relative_to(PROJECT)),
)
def test_a_folder_is_a_room_and_its_guide_names_what_is_in_it(folder):
    assert len(modules(folder)) <= MODULES
    about = (folder / "__init__.py").read_text(encoding="utf-8")
    stems = {Path(file).stem for file in modules(folder)}
    assert not {stem for stem in stems if f"`{stem}`" not in about}
    rooms = {path.parent.name for path in folder.glob("*/*.py")} - {*registry.NAMES}
    assert not {room for room in rooms if f"`{room}/`" not in about}


def test_every_experiment_is_registered():
    found = {path.parent.name for path in (PROJECT / "engine").glob("*/experiment.py")}
    assert found == set(registry.NAMES)


def test_tests_mirror_the_house():
    homeless = [
        str(path.relative_to(PROJECT))
        for wing in ("engine", "ui", "views")
        for path in (PROJECT / "tests" / wing).rglob("test_*.py")
        if not (PROJECT / path.parent.relative_to(PROJECT / "tests")).is_dir()
    ]
    assert not homeless


def test_files_stay_short_enough_to_be_read():
    files = {folder: list((PROJECT / folder).rglob("*.py")) for folder in FOLDERS}
    assert all(files.values())
    long = {
        str(path.relative_to(PROJECT)): count
        for folder in FOLDERS
        for path in files[folder]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LINES
    }
    assert not long


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the name of each function of a file, and its lines without a docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node):
                lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            yield node.name, lines


def test_functions_stay_short_enough_to_be_understood():
    long = {
        f"{path.relative_to(PROJECT)} {name}": lines
        for folder in FOLDERS
        for path in (PROJECT / folder).rglob("*.py")
        for name, lines in functions(path)
        if lines > FUNCTION_LINES
    }
    assert not long
