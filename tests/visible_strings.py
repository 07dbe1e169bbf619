"""Collects every string that users see, from the source; prints them as a list.

    python -m tests.visible_strings [FOLDER …]

A string counts as visible unless it is a docstring, an identifier, a path, a format, a
pattern, a formula or CSS. Of HTML its words and titles are listed, of JavaScript its
strings of several words. A few more are listed than users see; none is left out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1]
FOLDERS = ("engine", "ui", "views", "pages", "app.py")
_WORD = r"^[\w./:#%,{}-]*$|^:[a-z/_]+:$"  # a path, an identifier, a format, an icon
_RULES = (
    r"\{\s+[a-z-]+:|\(#|\(--|^\s*(--)?[a-z-]+:[^;]+;(\s*[a-z-]+:[^;]+;)*\s*$"  # CSS
)
_PATTERN = r"\(\?[:i<!=]|\\[a-zA-Z]"  # a regular expression, or a formula
_CODE = re.compile(f"{_WORD}|{_RULES}|{_PATTERN}")
_QUOTED = re.compile(r"`[^`]*`|\$[^$]*\$")  # code and formulas within a sentence
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"^[A-Z][a-z]+$")  # one word, such as a button's
_SCRIPT = re.compile(r"=>|\bfunction\b.*\{", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
_HIDDEN = re.compile(r"<(style|script)\b.*?(</\1>|$)", re.DOTALL)
_TAG = re.compile(r"</?[a-z!][^<>]*>")
_SHOWN = re.compile(r"\b(?:title|alt|aria-label|placeholder)=[\"']([^\"']+)")


def files(*roots: str) -> list[Path]:
    """Return the Python and JavaScript files below some folders of the project."""
    paths = [PROJECT / root for root in roots or FOLDERS]
    found = (path for top in paths for path in (*top.rglob("*.*"), top))
    return sorted({p for p in found if p.suffix in (".py", ".js") and p.is_file()})


def visible(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of each visible string, {} for each formatted value."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        yield from _of_script(source, 1)
        return
    for line, text in _strings(ast.parse(source)):
        if _SCRIPT.search(text):
            yield from _of_script(text, line)
        raw = _without_tags(text)
        words = " ".join(raw.split())
        code = _CODE.search(_QUOTED.sub("", raw)) or _SCRIPT.search(raw)
        if _LABEL.search(words) or (_LETTER.search(words) and not code):
            yield line, words


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string but docstrings."""
    hidden = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            hidden |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (
                p.value if isinstance(p, ast.Constant) else "{}" for p in node.values
            )
            yield node.lineno, "".join(map(str, parts))


def _without_tags(text: str) -> str:
    """Return the words of HTML, those of its titles and labels at the end."""
    shown = _HIDDEN.sub(" ", text)
    return " ".join([_TAG.sub(" ", shown), *_SHOWN.findall(shown)])


def _of_script(source: str, line: int) -> Iterator[tuple[int, str]]:
    """Yield line and text of the strings of several words in JavaScript."""
    code = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), source)
    for found in _LITERAL.finditer(code):
        text = re.sub(r"\$\{[^}]*\}", "{}", found.group(1) or found.group(2) or "")
        if re.search(r"[\w}] [\w{]", text) and not _CODE.search(text):
            yield line + code.count("\n", 0, found.start()), text


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
