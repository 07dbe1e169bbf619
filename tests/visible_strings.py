"""Collects every string that users see, from the source; prints them as a list.

    python -m tests.visible_strings [FOLDER …]

A string counts as visible unless it is a docstring, an identifier, a path, a format or
a piece of HTML or CSS. A few more are listed than users see; none is left out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1]
FOLDERS = ("engine", "ui", "views", "pages", "app.py")
# A path, an identifier, a format, a colour, an icon, HTML, CSS, a pattern: not text.
_CODE = re.compile(
    r"^[\w./:#%,{}-]*$|^:[a-z/_]+:$|</?[a-z]+|\{ [a-z-]+:|;\s*$|\\[sdwb]|\(#|\(--"
)
_LABEL = re.compile(r"^[A-Z][a-z]+$")  # one word, such as a button's


def files(*roots: str) -> list[Path]:
    """Return the Python files below some folders of the project."""
    paths = [PROJECT / root for root in roots or FOLDERS]
    return sorted(
        p for path in paths for p in (path.rglob("*.py"), [path])[path.is_file()]
    )


def visible(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of each visible string, {} for each formatted value."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            hidden |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}"
                for part in node.values
            )
        else:
            continue
        if _LABEL.search(text) or not _CODE.search(text):
            yield node.lineno, " ".join(text.split())


def _docstrings(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes that are docstrings."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


if __name__ == "__main__":
    for path in files(*sys.argv[1:]):
        for line, text in sorted(visible(path)):
            shown = f"{path.relative_to(PROJECT)}:{line}: {text}\n"
            sys.stdout.write(shown.encode("utf-8", "backslashreplace").decode())
