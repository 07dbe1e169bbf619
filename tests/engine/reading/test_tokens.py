"""Words and their places: an answer is always cut from the text as it was given."""

from __future__ import annotations

import numpy as np
import pytest

from engine.reading.tokens import tokenise

TEXTS = (
    "It's Lee's (1990–95) U.S. tour.",
    'He said: "No. Never!" and left—at 5:30 p.m.',
    "Don't can't won't; x/y ~z 'a' “b” ‘c’ [d].",
    "漢字 and Ünïcödé, \U0001f600 \0 tabs\tand\nlines",
    "$3.5 million, 50% of 1,000…",
    "''' \"\" ``quotes'' that end nowhere \"",
)


@pytest.mark.parametrize("text", TEXTS)
def test_words_stand_where_their_spans_say(text):
    found = tokenise(text)
    assert [text[a:b] for a, b in found.spans] == list(found.words)
    flat = found.spans.ravel()
    assert (np.diff(flat) >= 0).all()
    assert all(word.strip() for word in found.words)


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_but_space_and_control_characters_is_lost(text):
    found = tokenise(text)
    assert "".join(found.words) == "".join(text.replace("\0", " ").split())


def test_words_are_split_where_an_answer_may_end():
    words = tokenise("It's Lee's (1990–95) U.S. tour. It ended.").words
    assert words == (
        *("It", "'s", "Lee", "'s", "(", "1990", "–", "95", ")", "U.S.", "tour", "."),
        *("It", "ended", "."),
    )


def test_cut_gives_the_original_text():
    found = tokenise("The  lamp,\nof Gull Point")
    assert found.cut(1, 4) == "lamp,\nof"
    assert found.cut(2, 2) == ""


def test_characters_are_found_as_words():
    found = tokenise("built in 1874 by Lind")
    start = found.text.index("1874")
    assert found.words_between(start, start + 4) == (2, 3)
    assert found.words_between(start + 1, start + 6) == (2, 4)
    assert found.words_between(5, 6) is None


def test_empty_text_has_no_words():
    assert len(tokenise("")) == 0
    assert len(tokenise(" \n\t")) == 0
    assert tokenise("").spans.shape == (0, 2)
