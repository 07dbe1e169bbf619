"""The command in a benchmark's docstring starts; what it measures is not run here."""

from __future__ import annotations

import re
import runpy
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
HELPERS = {
    *("bidaf_in_torch", "each_checkpoint", "fitted_training", "one_core"),
    *("sampling_in_onnx", "sessions"),
}
NAMES = sorted({path.stem for path in (PROJECT / "benchmarks").glob("*.py")} - HELPERS)


@pytest.mark.parametrize("name", NAMES)
def test_command_of_the_docstring_starts(name, monkeypatch, capsys):
    text = (PROJECT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8")
    (module,) = set(re.findall(r"python -m (\S+)", text.split('"""')[1]))
    assert module == f"benchmarks.{name}"
    monkeypatch.delitem(sys.modules, module, raising=False)  # another imports it
    monkeypatch.setattr(sys, "argv", [module, "--help"])
    ended = None
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as left:  # argparse leaves so
        ended = left.code
    if name in ("bidaf", "sampling", "tree_lstm") and not find_spec("torch"):
        assert "PyTorch is not here" in str(ended)
        return
    assert not ended
    assert name in capsys.readouterr().out


def test_inside_of_a_benchmark_is_run_as_a_module():
    from benchmarks.one_core import measured

    assert measured("calendar", "2026", "1") == 31  # the last that it prints
