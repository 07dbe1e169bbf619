"""Parsing bracketed trees."""

from __future__ import annotations

import pytest

from engine.errors import TextError
from engine.sentiment.trees import Phrase, parse, unescape


def test_every_phrase_has_its_span_and_label():
    tree = parse("(3 (2 a) (4 (3 fine) (2 film)))")
    assert tree.tokens == ("a", "fine", "film")
    assert set(tree.phrases) == {
        *(Phrase(0, 1, 2), Phrase(1, 2, 3), Phrase(2, 3, 2)),
        *(Phrase(1, 3, 4), Phrase(0, 3, 3)),
    }
    assert tree.phrases[-1] == Phrase(0, 3, 3)
    assert tree.label == 3


def test_a_no_break_space_is_part_of_its_word():
    tree = parse("(2 (2 8\xa01\\/2) (2 hours))\n")
    assert tree.tokens == ("8\xa01/2", "hours")


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        ("-LRB-", "("),
        ("-RRB-", ")"),
        ("\\*\\*", "**"),
        ("and\\/or", "and/or"),
        ("``", "``"),
    ],
)
def test_escapes_are_removed(escaped, plain):
    assert unescape(escaped) == plain
    assert parse(f"(1 (2 {escaped}) (2 b))").tokens[0] == plain


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "(3 (2 a)",
        "(3 a))",
        "(5 a)",
        "(x a)",
        "a film",
        "(3 )",
        "(3 (2 a) (2 b)) (2 c)",
        "(3",
    ],
)
def test_invalid_tree_is_refused_with_its_line(line):
    with pytest.raises(TextError, match=r"^Line 7 of mine is not a valid tree"):
        parse(line, "Line 7 of mine")
