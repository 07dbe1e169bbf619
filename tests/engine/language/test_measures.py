"""Copied runs and real words of a generated text."""

from __future__ import annotations

import numpy as np
import pytest

from engine.language.measures import longest_copied_run, real_word_share, words_of

TRAINING = "the cat sat on the mat and the cat slept"


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("a cat sat on a mat", " cat sat on "),
        ("xx the cat slept", " the cat slept"),  # the longer of two occurrences
        (TRAINING, TRAINING),
        ("QQtheQQcatQQ", "the"),  # the first of two of equal length
        ("XYZ", ""),
        ("", ""),
    ],
)
def test_longest_copied_run_is_found(text, copied):
    run = longest_copied_run(text, TRAINING)
    assert text[run.start : run.end] == copied
    assert TRAINING[run.source : run.source + run.length] == copied
    assert run.length == len(copied)


def test_nothing_is_copied_from_an_empty_text():
    assert longest_copied_run("some text", "").length == 0


def test_longest_copied_run_equals_trying_every_part():
    chance = np.random.default_rng(3)
    for _ in range(400):
        text, training = (
            "".join(chance.choice(list("abc"), chance.integers(0, size)))
            for size in (14, 30)
        )
        ends = range(len(text) + 1)
        parts = [(s, e) for e in ends for s in range(e + 1) if text[s:e] in training]
        longest = max(end - start for start, end in parts)
        first = min(start for start, end in parts if end - start == longest)
        run = longest_copied_run(text, training)
        assert (run.start, run.end) == (first, first + longest)


def test_words_are_lower_case_with_inner_apostrophes():
    text = "O'er the Hills, ne\u2019er 3rd 'twas d\u00e9j\u00e0-vu x_y"
    assert words_of(text) == {
        "o'er",
        "the",
        "hills",
        "ne'er",
        "rd",
        "twas",
        "d\u00e9j\u00e0",
        "vu",
        "x",
        "y",
    }


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (" the cat zat ", 2 / 3),
        ("the cat zat", 1.0),  # the first and the last may be cut off
        (" The CAT ", 1.0),
        (" cat cat cat zat ", 3 / 4),
        ("\n'cat'\n", 1.0),
        (" the cat zat'", 1.0),  # could have become a longer word
        ("cat", None),
        ("12 + 30 = ?", None),
        ("", None),
    ],
)
def test_share_of_real_words(text, share):
    assert real_word_share(text, frozenset({"the", "cat"})) == share
