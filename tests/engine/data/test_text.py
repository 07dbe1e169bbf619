"""A person's file as text, or a sentence that says why not."""

from __future__ import annotations

import pytest

from engine import experiment
from engine.data.text import decode
from engine.errors import TextError


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("\ufeffcaf\u00e9".encode(), "caf\u00e9"),
        (b"tab\there\x07", "tab\there\x07"),
    ],
)
def test_line_ends_are_plain_and_all_else_stays(content, text):
    assert decode(content, "own.txt") == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "own.txt is empty"),
        (b" \n\t\r\n", "own.txt is empty"),
        (b"one\ncaf\xe9", r"not UTF-8: byte 8 \(line 2\) is 0xE9"),
        (b"PK\x03\x04\0", "contains zero bytes"),
    ],
)
def test_what_is_not_a_text_is_refused(content, said):
    with pytest.raises(TextError, match=said):
        decode(content, "own.txt")


def test_too_large_file_is_refused(monkeypatch):
    monkeypatch.setattr("engine.data.text.MAXIMUM_OWN_BYTES", 5)
    with pytest.raises(TextError, match="MB"):
        decode(b"longer", "own.txt")
    assert experiment.MAXIMUM_OWN_BYTES > 5
