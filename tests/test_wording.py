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
    *("some seconds", "some minutes", "so many", "hangs on", "each 8", "of which"),
    *("held out", "that of the others?", "a person", "may not write", "one word less"),
    *("stands? (before|after|in|on)", "not here any more"),
)
# "there is no checkpoint", "no longer" and "no more" are English.
ALLOWED = r"there (is|are) no |(is|are) no (longer|more|better|worse)\b"


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str, str]]:
    """Return where each visible string is, and its text."""
    return [
        (f"{path.relative_to(PROJECT)}:{line}", text)
        for path in visible_strings.files()
        for line, text in visible_strings.visible(path)
    ]


@pytest.mark.parametrize("form", BANNED)
def test_visible_sentences_are_plain_english(sentences, form):
    assert len(sentences) > 1000
    pattern = re.compile(rf"\b{form}\b", re.IGNORECASE)
    assert not [
        (place, text)
        for place, text in sentences
        if pattern.search(re.sub(ALLOWED, "", text, flags=re.IGNORECASE))
    ]


def test_percent_signs_follow_their_number(sentences):
    written_apart = re.compile(r"[0-9}] %(?![a-z({])")
    assert not [
        (place, text) for place, text in sentences if written_apart.search(text)
    ]


def test_collector_sees_sentences_and_not_docstrings_or_keys(tmp_path):
    path = tmp_path / "page.py"
    path.write_text(
        '"""Docstring of the module."""\n'
        "import streamlit as st\n"
        "def draw(n):\n"
        '    """Docstring of the function."""\n'
        '    st.caption(f"{n} runs are queued.", key="runs_queued")\n'
        '    st.button("Stop")\n'
        """    st.html("<p style='color:red'>Two <b>words</b>.</p>")\n"""
        """    st.html("<style>p { color: red; }</style><img alt='A ship'>")\n"""
        '    st.caption("`\\\\bthe\\\\b` is a word; " + "outline:2px solid;")\n',
        encoding="utf-8",
    )
    assert list(visible_strings.visible(path)) == [
        (5, "{} runs are queued."),
        (6, "Stop"),
        (7, "Two words ."),
        (8, "A ship"),
        (9, "`\\bthe\\b` is a word;"),
    ]


def test_collector_sees_what_scripts_show(tmp_path):
    path = tmp_path / "page.js"
    path.write_text(
        '// "A comment" is not shown.\n'
        'const frame = find(".frame");\n'
        "title.textContent = `Open ${name} again`;\n"
        'note.textContent = "Escape closes.";\n',
        encoding="utf-8",
    )
    assert list(visible_strings.visible(path)) == [
        (3, "Open {} again"),
        (4, "Escape closes."),
    ]
