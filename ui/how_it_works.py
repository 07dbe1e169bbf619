"""The How it works tab: command, Python snippet and the model's source code."""

import inspect
import shlex
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from ui.loading import engine_ready


def setting(page: str, name: str, otherwise: Any) -> Any:
    """Return a setting of a page's Try tab, or its default.

    Args:
        page: Its name.
        name: The widget's key without `<page>_`.
        otherwise: Its value before the user has chosen one.
    """
    value = st.session_state.get(f"{page}_{name}")
    return otherwise if value is None else value


def draw_commands(words: Sequence[str], snippet: str) -> None:
    """Draw the command and the Python snippet for the settings of the Try tab.

    Args:
        words: The command's words, unquoted: "./loupe", "predict", "reading" …
        snippet: Python code with the same result; make its literals with `repr`.
    """
    st.subheader("Do this from the command line or Python", anchor=False)
    st.code(shlex.join(words), language="bash", wrap_lines=True)
    st.code(snippet, language="python")


def draw_source(experiment: str, function: str = "build", file: str = "model") -> None:
    """Draw the source of the function that builds an experiment's network."""
    st.subheader("The network’s source code", anchor=False)
    source = source_of(experiment, function, file)
    st.code(source, language="python", height=560)


def source_of(experiment: str, function: str = "build", file: str = "model") -> str:
    """Return the source of a function or class in an experiment's folder.

    Importing it would import Keras, which takes seconds: until the engine is warm, the
    complete file is shown instead.

    Args:
        experiment: Its name.
        function: Or class.
        file: The module, without “.py”.
    """
    name = f"engine.{experiment}.{file}"
    if engine_ready(experiment):
        return inspect.getsource(getattr(import_module(name), function))
    spec = find_spec(name)
    assert spec is not None, f"{name} is a module of ours"
    assert spec.origin is not None, f"{name} is a file"
    return Path(spec.origin).read_text(encoding="utf-8")
