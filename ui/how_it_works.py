"""The How it works tab: command, Python snippet and the model's source code."""

import inspect
import json
import shlex
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from engine import schema
from engine.parts import Part, Parts
from ui.loading import engine_ready
from ui.notices import plain
from ui.text import commands
from ui.url_state import put

_LINES, _PIXELS = 30, 720  # of source that is shown at once; more scrolls


def setting(page: str, name: str, otherwise: Any) -> Any:
    """Return a setting of a page's Try tab, or its default.

    A widget that is not drawn leaves the address, so the settings are kept there in one
    parameter of this tab: a reload and a link show the same commands.

    Args:
        page: Its name.
        name: The widget's key without `<page>_`.
        otherwise: Its value before the user has chosen one.
    """
    kept = f"{page}_try"
    carried = _carried(kept)
    value = st.session_state.get(f"{page}_{name}")
    if value is None:
        value = _linked(carried, page, name, otherwise)
    changed = {} if value == otherwise else {name: value}
    carried = {n: v for n, v in carried.items() if n != name} | changed
    put(kept, [json.dumps(carried, ensure_ascii=False)] if carried else [])
    return value


def typed(page: str, name: str, otherwise: str) -> str:
    """Return a text of a page's Try tab, whose field keeps it in the address itself."""
    key = f"{page}_{name}"
    return str(st.session_state.get(key, st.query_params.get(key, otherwise)))


def _carried(key: str) -> dict[str, Any]:
    """Return the settings in a parameter of the address; {} where it has none."""
    try:
        carried = schema.from_json(st.query_params.get(key, "{}"))
    except ValueError:
        return {}
    return carried if isinstance(carried, dict) else {}


def _linked(carried: Mapping[str, Any], page: str, name: str, otherwise: Any) -> Any:
    """Return a setting of the address, of the default's type; else the default."""
    words = st.query_params.get_all(f"{page}_{name}")
    kind = type(otherwise)
    linked = words if kind is list else next(iter(words), otherwise)
    value = carried.get(name, linked)
    try:
        if kind is list:
            return [str(each) for each in value] or otherwise
        return kind(value)
    except (TypeError, ValueError):
        return otherwise


def draw_commands(words: Sequence[str], snippet: str) -> None:
    """Draw the command and the Python snippet for the settings of the Try tab.

    Args:
        words: The command's words, unquoted: "./loupe", "predict", "reading" …
        snippet: Python code with the same result; make its literals with `repr`.
    """
    st.subheader("Do this from the command line or Python", anchor=False)
    commands.draw(shlex.join(words))
    st.code(snippet, language="python")


def draw_network(
    experiment: str, network: str, parts: Parts, function: str = "build"
) -> None:
    """Draw a network as a picture with its formulas, beside its source.

    Args:
        experiment: Whose network.
        network: What it is called.
        parts: Of the network, made from its config.
        function: In the experiment's `model` that builds it.
    """
    picture, source = st.columns(2, gap="large")
    with picture:
        st.subheader("The network, part by part", anchor=False)
        st.caption(f"{plain(network)}, from its input to its output.")
        with st.container(key=f"{experiment}_parts", gap="xsmall"):
            for number, row in enumerate(parts):
                if number:
                    st.markdown(":material/arrow_downward:", text_alignment="center")
                _draw_row(row)
    with source:
        draw_source(experiment, function)


def draw_source(experiment: str, function: str = "build") -> None:
    """Draw the source of the function that builds an experiment's network."""
    st.subheader("The network’s source code", anchor=False)
    source = source_of(experiment, function)
    long = source.count("\n") > _LINES
    st.code(source, language="python", height=_PIXELS if long else "content")


def _draw_row(row: Sequence[Part]) -> None:
    """Draw parts that work on the same input, side by side."""
    for column, part in zip(st.columns(len(row), gap="small"), row, strict=True):
        with column, st.container(border=True, gap="xxsmall"):
            st.markdown(f"**{part.title}** :gray[→ {part.shape}]")
            st.caption(part.words)
            if part.formula:
                st.latex(part.formula)


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
