"""Who may import whom. Ruff holds part of it; this holds the rest of the house."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from engine import registry

PROJECT = Path(__file__).parents[1]
HEAVY = {"keras", "tensorflow", "torch", "jax"}
NETWORK = {"urllib", "socket", "http", "requests", "httpx", "ftplib", "ssl"}
# These are imported inside functions, when something is trained or asked.
MAY_IMPORT_KERAS = {
    *("compiled.py", "metering.py", "optimising.py", "recurrent.py"),
    *("model.py", "layers.py", "attention.py", "train.py", "evaluate.py", "predict.py"),
    *("measure.py", "writing.py"),
}


def sources(*folders: str) -> list[Path]:
    """Return the Python files of some top folders, and `app.py` where it is named."""
    found: list[Path] = []
    for folder in folders:
        path = PROJECT / folder
        found += [path] if path.suffix == ".py" else sorted(path.rglob("*.py"))
    found = [path for path in found if path.is_file()]
    assert found, f"there is no Python in {folders}: what is said of it says nothing"
    return found


def imports(path: Path, everywhere: bool = True) -> set[str]:
    """Return the dotted modules that a file imports, at its top or anywhere in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if everywhere else _at_import(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            found.add(str(node.module))
    return found


def _at_import(tree: ast.Module) -> list[ast.stmt]:
    """Return the statements that run when the module is imported."""
    found: list[ast.stmt] = []
    todo: list[ast.AST] = [tree]
    while todo:
        for child in ast.iter_child_nodes(todo.pop()):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            if isinstance(child, ast.stmt):
                found.append(child)
            todo.append(child)
    return found


def roots(modules: set[str]) -> set[str]:
    """Return the top packages of dotted modules."""
    return {module.partition(".")[0] for module in modules}


def offenders(paths: list[Path], banned: set[str], **where: bool) -> list[str]:
    """Return "file: package" for each banned package that is imported."""
    return [
        f"{path.relative_to(PROJECT)}: {package}"
        for path in paths
        for package in sorted(roots(imports(path, **where)) & banned)
    ]


def test_engine_knows_neither_streamlit_nor_the_pages():
    assert not offenders(sources("engine"), {"streamlit", "ui", "pages", "app"})


def test_ui_never_imports_a_page():
    assert not offenders(sources("ui"), {"pages", "app"})


def test_pages_import_neither_keras_nor_numpy():
    pages = sources("pages", "app.py")
    assert not offenders(pages, HEAVY | {"numpy", "h5py"})


def test_ui_never_imports_keras_at_its_top():
    assert not offenders(sources("ui"), HEAVY, everywhere=False)


def test_only_named_files_import_keras_at_their_top():
    light = [path for path in sources("engine") if path.name not in MAY_IMPORT_KERAS]
    assert not offenders(light, HEAVY, everywhere=False)


def test_only_download_opens_connections():
    others = [p for p in sources("engine") if p.name != "download.py"]
    assert not offenders(others + sources("ui", "pages", "app.py"), NETWORK)


def test_only_the_command_line_prints():
    printing = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in sources("engine", "ui", "pages", "app.py")
        if path.name != "cli.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing


@pytest.mark.parametrize("name", registry.NAMES)
def test_experiments_do_not_know_each_other(name):
    others = {f"engine.{other}" for other in registry.NAMES if other != name}
    for path in sources(f"engine/{name}"):
        known = {".".join(module.split(".")[:2]) for module in imports(path)}
        assert not known & others, path


@pytest.mark.parametrize("name", registry.NAMES)
def test_shared_engine_names_no_experiment(name):
    shared = list((PROJECT / "engine").glob("*.py"))
    assert shared
    for path in shared:
        assert not any(m.startswith(f"engine.{name}") for m in imports(path)), path


def test_nothing_reads_pickles():
    paths = sources("engine", "ui", "pages", "app.py")
    assert not offenders(paths, {"pickle", "joblib", "dill", "marshal", "shelve"})
    for path in paths:
        assert "allow_pickle=True" not in path.read_text(encoding="utf-8"), path


def test_contracts_and_command_line_leave_keras_alone():
    program = (
        "import sys; import engine.cli, engine.registry, engine.training\n"
        "from engine import launcher, runs, registry\n"
        "experiments = [registry.get(name) for name in registry.NAMES]\n"
        "heavy = {'keras', 'tensorflow', 'torch', 'jax', 'streamlit', 'h5py'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
