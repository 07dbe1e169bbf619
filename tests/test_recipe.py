"""A fifth experiment and a new chart by the recipes of CONTRIBUTING, in a copy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.checkpoints.checkpoint import PROJECT

TOY = Path(__file__).parent / "samples" / "toy"
TEXT = "The quick brown fox jumps over the lazy dog. " * 30
# Step by step: a line in the registry, one in the menu, one in the guide of charts.
LINES = {
    "engine/registry.py": ('"images")', '"images", "toy")'),
    "ui/frame.py": (
        '    Page(\n        "runs",',
        '    Page("toy", "pages/toy.py", "Toy", ":material/abc:", "Letters.", "toy"),\n'
        '    Page(\n        "runs",',
    ),
    "ui/charts/__init__.py": ("\n", "\n\n`letters` (a chart of the recipe).\n"),
}
# The other tests that every experiment gets read the documents, or visit its page.
RULES = (
    *("tests/test_layout.py", "tests/test_boundaries.py", "tests/contract"),
    *("tests/engine/toy", "tests/engine/checkpoints", "tests/ui/test_guide.py"),
    *("tests/ui/test_links.py", "tests/ui/test_keys.py"),
    *("tests/views/test_guides.py", "tests/views/test_fetch.py"),
    *("tests/engine/test_published.py", "tests/engine/test_config.py"),
    *("tests/engine/cli/test_options.py", "tests/engine/sweeps/test_grid.py"),
)
VISIT = """
from tests.views.visiting import visit
pages = {
    tab: visit("toy", toy_tab=tab)
    for tab in ("Try", "Look inside", "Train", "Results", "How it works")
}
for tab, page in pages.items():
    assert page.title[0].value == "Toy"
    assert not page.error, (tab, page.error)
assert pages["Try"].metric[0].label == "Probability"
(chart,) = pages["Look inside"].get("echarts_chart")
assert "the likeliest" in chart.proto.alt
assert any("Toy" in link.label for link in visit().sidebar.get("page_link"))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """Return a copy of the house in which the recipes were followed."""
    copy = tmp_path_factory.mktemp("recipe") / "house"
    caches = shutil.ignore_patterns("__pycache__", "*.h5", "*.npz")
    for name in ("engine", "ui", "views", "pages", "tests", "benchmarks", "docs"):
        shutil.copytree(PROJECT / name, copy / name, ignore=caches)
    for name in ("app.py", "serve.py", "pyproject.toml"):
        shutil.copyfile(PROJECT / name, copy / name)
    shutil.copytree(PROJECT / ".streamlit", copy / ".streamlit")
    (copy / "checkpoints").symlink_to(PROJECT / "checkpoints")
    shutil.copytree(TOY, copy, dirs_exist_ok=True)
    for name, (old, new) in LINES.items():
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text, name
        (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (copy / "letters.txt").write_text(TEXT, encoding="utf-8")
    return copy


def ask(house: Path, *words: str) -> str:
    """Return what Python prints in the copy, with runs and checkpoints of its own."""
    env = {**os.environ, "PYTHONPATH": str(house)}
    env["PYTEST_ADDOPTS"] = ""
    env |= {"LOUPE_RUNS": str(house / "runs"), "LOUPE_DATA": str(house / "data")}
    env["LOUPE_CHECKPOINTS"] = str(house / "published")
    done = subprocess.run(
        [sys.executable, *words], cwd=house, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
def test_experiment_of_five_steps_is_trained_asked_measured_shipped_and_drawn(house):
    train = ("train", "toy", "--own-data", "letters.txt", "--smoothing", "0.5")
    ask(house, "-m", "engine", *train)
    (run,) = (house / "runs" / "toy").iterdir()
    asked = ("predict", "toy", "o", "--checkpoint", run.name, "--json")
    answer = json.loads(ask(house, "-m", "engine", *asked))
    assert answer["probability"] == pytest.approx(4 / 35, abs=0.01)
    measured = ("evaluate", "toy", run.name, "--json")
    assert json.loads(ask(house, "-m", "engine", *measured))["n"] > 50
    assert "toy" in ask(house, "-m", "engine", "list")
    ask(house, "-c", VISIT)


@pytest.mark.slow
def test_what_is_tested_of_every_experiment_holds_with_it(house):
    which = (
        "toy or circle or stay_short or registered or take_from or choice_is or a_key"
    )
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", *RULES, "-k", which)
    assert " passed" in ask(house, *words)
