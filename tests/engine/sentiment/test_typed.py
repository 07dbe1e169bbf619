"""Odd inputs, each of which once went wrong."""

from __future__ import annotations

import random

import pytest

from engine.sentiment import review_file
from engine.sentiment.analysis.changes import CHANGES, negate, shuffle_words
from engine.sentiment.tokens import tokenise

ODD = [
    "",
    " ",
    "!!!",
    "a",
    "👍👍",
    "漢字",
    "\x00\x07",
    "<b>",
    "\ud800",
    "No.",
    "x " * 999,
]


def words(text):
    return [token.word for token in tokenise(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It 's a film that we 'd see , and they 've seen ; I 'm sure you 'll not .",
        "`` That ca n't be , '' he said -- and it was n't ...",
    ],
)
def test_treebank_sentence_stays_as_it_is(text):
    assert words(text) == text.split(" ")


def test_no_is_a_word_unless_a_number_follows():
    assert words("Was it good? No.") == ["Was", "it", "good", "?", "No", "."]
    assert words("No. 7 is alive") == ["No.", "7", "is", "alive"]
    assert words("'save the day'") == ["'", "save", "the", "day", "'"]


@pytest.mark.parametrize("seed", range(20))
def test_offsets_hold_for_any_characters(seed):
    source = random.Random(seed)
    signs = "ab'’\"n't-/.,!?…—“” \n\t\x00\u200b\u0301é漢字👍\ud800<>&0123sS"
    text = "".join(source.choices(signs, k=200))
    end = 0
    for token in tokenise(text):
        assert end <= token.start < token.end <= len(text)
        assert not any(c.isalnum() for c in text[end : token.start])
        assert token.word.strip()
        end = token.end
    assert not any(c.isalnum() for c in text[end:])


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("I cannot wait.", "I can wait."),
        ("I ca n't watch it .", "I can watch it ."),
        ("He wo n't go .", "He will go ."),
        ("It is n't bad .", "It is bad ."),
        ("Isn't it good?", "Is it good?"),
    ],
)
def test_a_negation_is_taken_out_however_it_is_written(text, denied):
    assert negate(text) == denied


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("text", ODD)
def test_changes_are_reproducible(name, text):
    assert CHANGES[name](text, 0) == CHANGES[name](text, 0)


def test_shuffling_does_not_merge_two_dots():
    text = "It ends. It does."
    for seed in range(20):
        assert sorted(words(shuffle_words(text, seed))) == sorted(words(text))


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ("review\nA warm, funny film\n", ("A warm, funny film",)),
        ("id,text,stars\n1,A warm, funny film,5", ("A warm, funny film",)),
        ("text,stars\nGood,3,,\n", ("Good",)),
        ("text,stars\nGood", ("Good",)),
        ("\ufefftext\nGood", ("Good",)),
    ],
)
def test_unquoted_comma_belongs_to_the_text(table, texts):
    assert review_file.read(table.encode(), "own.csv").texts == texts


# Each once took minutes, because a pattern could match at every character.
LONG = ["a" + " " * 100_000 + "b", "." * 100_000 + "x", "a" + "'d" * 50_000, "1" * 9**5]


@pytest.mark.parametrize("text", LONG, ids=["spaces", "dots", "clitics", "digits"])
def test_very_long_texts_are_tokenised_and_changed(text):
    assert tokenise(text)
    for change in CHANGES.values():
        change(text, 1)
    assert review_file.read(text.encode(), "own.txt").texts == (text,)
