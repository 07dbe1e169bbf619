"""Visible sentences are plain English: forms that betray a translation stay out.

`python -m tests.visible_strings` prints all of them, to be read from top to bottom.
"""

from __future__ import annotations

import re

import pytest

from tests import visible_strings
from tests.visible_strings import PROJECT

BANNED = (
    *("floor", "strangers?", "held against", "is no [a-z]+", "are no [a-z]+", "told"),
    *(
        "in some seconds",
        "in some minutes",
        "so many",
        "hangs on",
        "each 8",
        "of which",
    ),
)
# "there is no checkpoint", "no longer" and "no more" are English.
ALLOWED = r"[Tt]here (is|are) no |(is|are) no (longer|more|better|worse)\b"
FILES = visible_strings.files()


@pytest.mark.parametrize("form", BANNED)
def test_visible_sentences_are_plain_english(form):
    pattern = re.compile(rf"\b{form}\b")
    assert not [
        f"{path.relative_to(PROJECT)}:{line}: {text}"
        for path in FILES
        for line, text in visible_strings.visible(path)
        if pattern.search(re.sub(ALLOWED, "", text))
    ]


def test_percent_signs_follow_their_number():
    assert not [
        f"{path.relative_to(PROJECT)}:{line}: {text}"
        for path in FILES
        for line, text in visible_strings.visible(path)
        if re.search(r"[0-9}] %(?![a-z(])", text)
    ]


def test_collector_sees_sentences_and_not_docstrings_or_keys(tmp_path):
    path = tmp_path / "page.py"
    path.write_text(
        '"""Docstring of the module."""\n'
        "import streamlit as st\n"
        "def draw(n):\n"
        '    """Docstring of the function."""\n'
        '    st.caption(f"{n} runs are queued.", key="runs_queued")\n'
        '    st.button("Stop")\n',
        encoding="utf-8",
    )
    assert list(visible_strings.visible(path)) == [
        (5, "{} runs are queued."),
        (6, "Stop"),
    ]
