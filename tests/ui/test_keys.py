"""Keys of widgets: two widgets of one page with the same key share their value."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
# `key=f"{page}_preset"`, or a local variable of that name that is given to a widget.
KEY = re.compile(r'\bkey\s*=\s*f"\{[^}]+\}_(\w+)"')


def test_a_key_that_begins_with_the_page_stands_in_one_file():
    files: dict[str, set[str]] = {}
    for folder in ("ui", "views", "pages"):
        for path in (PROJECT / folder).rglob("*.py"):
            for name in KEY.findall(path.read_text("utf-8")):
                files.setdefault(name, set()).add(str(path.relative_to(PROJECT)))
    assert len(files) > 30
    assert {name: where for name, where in files.items() if len(where) > 1} == {}
