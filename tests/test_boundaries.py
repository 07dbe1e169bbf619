"""Who may import whom. Ruff holds part of it; this holds the rest of the house."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from engine import registry

PROJECT = Path(__file__).parents[1]
HEAVY = {"keras", "tensorflow", "torch", "jax"}
NETWORK = {"urllib", "socket", "http", "requests", "httpx", "ftplib", "ssl", "ray"}
# What opens a connection, and why.
CONNECTING = {
    "engine/data/download.py",  # data sets, where a user asks for them
    "engine/runs/cluster/ray_jobs.py",  # a cluster, where LOUPE_LAUNCHER=ray chooses it
}


def may_import_keras() -> list[str]:
    """Return the patterns of `pyproject.toml` for files that import Keras at their top.

    They are imported inside functions, when something is trained or asked.
    """
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    ignores = settings["tool"]["ruff"]["lint"]["per-file-ignores"]
    return [
        pattern
        for pattern, rules in ignores.items()
        if "TID253" in rules and pattern.startswith("engine")
    ]


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


def matching(pattern: str) -> list[Path]:
    """Return the files that a pattern of ruff's, with one list in braces, names."""
    braces = re.search(r"\{(.*?)\}", pattern)
    words = braces.group(1).split(",") if braces else [""]
    whole = braces.group() if braces else "\0"
    return [p for word in words for p in PROJECT.glob(pattern.replace(whole, word))]


def test_pages_take_from_views_views_from_ui_and_ui_from_engine():
    assert not offenders(
        sources("engine"), {"streamlit", "ui", "views", "pages", "app"}
    )
    assert not offenders(sources("ui"), {"views", "pages", "app"})
    assert not offenders(sources("views"), {"pages", "app"})
    assert not offenders(sources("pages", "app.py"), {"pages", "app"})
    assert not offenders(sources("serve.py"), {"ui", "views", "pages", "app"})


def test_pages_views_and_ui_leave_keras_to_the_engine():
    shown = sources("pages", "app.py", "views", "ui")
    assert not offenders(shown, HEAVY | {"h5py"})


def test_pages_and_views_compute_nothing():
    assert not offenders(sources("pages", "app.py", "views"), {"numpy"})


@pytest.mark.parametrize("name", registry.NAMES)
def test_core_of_an_experiment_never_imports_its_analysis(name):
    core = [
        path
        for path in sources(f"engine/{name}")
        if "analysis" not in path.parts and path.name != "experiment.py"
    ]
    wing = f"engine.{name}.analysis"
    assert not [str(p) for p in core if any(m.startswith(wing) for m in imports(p))]


def test_no_module_imports_itself_in_a_circle_however_late():
    files = sources("engine", "ui", "views", "pages", "app.py")
    modules = {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts) for path in files
    }
    arrows = {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts): imports(path)
        & modules
        for path in files
    }
    assert not circles(arrows)


def circles(arrows: dict[str, set[str]]) -> set[str]:
    """Return the modules that lie on a circle, or lead only to some: none is left."""
    left = dict(arrows)
    while free := {module for module, to in left.items() if not to & left.keys()}:
        left = {module: to for module, to in left.items() if module not in free}
    return set(left)


def test_only_named_files_import_keras_at_their_top():
    named = {path for pattern in may_import_keras() for path in matching(pattern)}
    light = [path for path in sources("engine") if path not in named]
    assert named
    assert not offenders(light, HEAVY, everywhere=False)


def test_only_download_and_a_chosen_cluster_open_connections():
    named = {PROJECT / path for path in CONNECTING}
    others = [path for path in sources("engine") if path not in named]
    assert len(others) == len(sources("engine")) - len(CONNECTING)
    assert not offenders(others + sources("ui", "views", "pages", "app.py"), NETWORK)


def test_only_the_command_line_prints():
    printing = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in sources("engine", "ui", "views", "pages", "app.py")
        if path != PROJECT / "engine/cli/commands.py"
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
    shared = [
        path
        for path in sources("engine")
        if not set(registry.NAMES) & set(path.relative_to(PROJECT).parts)
    ]
    assert len(shared) > 20
    for path in shared:
        assert not any(m.startswith(f"engine.{name}") for m in imports(path)), path


def test_nothing_reads_pickles():
    paths = sources("engine", "ui", "views", "pages", "app.py")
    assert not offenders(paths, {"pickle", "joblib", "dill", "marshal", "shelve"})
    for path in paths:
        assert "allow_pickle=True" not in path.read_text(encoding="utf-8"), path


def imported(program: str, *heavy: str) -> str:
    """Return which of some packages a program has imported when it ends."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; {program}\nprint(sorted({set(heavy)} & set(sys.modules)))",
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_contracts_and_command_line_leave_keras_alone():
    program = (
        "import engine.cli.commands, engine.training.worker\n"
        "from engine import registry; from engine.runs import launcher, store\n"
        "experiments = [registry.get(name) for name in registry.NAMES]\n"
    )
    heavy = ("keras", "tensorflow", "torch", "jax", "streamlit", "h5py", "ray")
    assert imported(program, *heavy) == "[]"


def test_drawing_the_frame_imports_no_engine():
    """A blank screen for ten seconds is what this keeps away."""
    program = "import ui.frame, ui.training.panel, views.runs.table"
    assert imported(program, "keras", "tensorflow", "jax", "torch") == "[]"


def test_keras_starts_without_scikit_learn():
    import keras

    assert keras.wrappers.SKLearnClassifier is object
