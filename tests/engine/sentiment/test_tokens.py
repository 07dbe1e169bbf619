"""Text is split like the treebank's, and each token has its span."""

from __future__ import annotations

import pytest

from engine.sentiment.analysis.changes import CHANGES
from engine.sentiment.samples import SAMPLES
from engine.sentiment.tokens import tokenise

HARD = (
    "",
    "   \t\n",
    "\U0001f600\U0001f600",
    "Очень хороший фильм! 很好的电影。",
    "cafe\u0301 noir",
    "a\x00b\x07c\u200bd",
    "<script>alert('x')</script> & <b>fine</b>",
    "\ud800 half a mark",
    '"Quoted," he said; “again”… don’t — never!',
    "'" * 50,
    "n't n't can't",
    "...---..!!??",
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's not bad.", "It 's not bad ."),
        ("It is bad. I left.", "It is bad . I left ."),
        ("don't can't won't isn’t", "do n't ca n't wo n't is n't"),
        ("I cannot, you're, we'll", "I can not , you 're , we 'll"),
        ("Mr. Hill's U.S. film vs. ours", "Mr. Hill 's U.S. film vs. ours"),
        ("a thought-provoking and/or dull", "a thought-provoking and/or dull"),
        ('"Fine," he said', "`` Fine , '' he said"),
        ("“Fine” film… or not", "`` Fine '' film ... or not"),
        ("slow (and long)--really", "slow ( and long ) -- really"),
        ("at 7:30, $2,000.50!", "at 7:30 , $ 2,000.50 !"),
        ("the '70s", "the '70s"),
        ("a\x00b", "a b"),
    ],
)
def test_words_are_split_like_the_treebank(text, words):
    assert [token.word for token in tokenise(text)] == words.split(" ")


@pytest.mark.parametrize("text", [*HARD, *(sample.text for sample in SAMPLES)])
def test_tokens_are_in_order_and_cover_all_visible_characters(text):
    tokens = tokenise(text)
    covered = set()
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        covered |= set(range(token.start, token.end))
        end = token.end
        assert token.word
        assert not any(character.isspace() for character in token.word)
    for i, character in enumerate(text):
        assert i in covered or character.isspace() or not character.isprintable()


def test_treebank_tokens_stay_as_they_are():
    """Training and prediction see the same tokens."""
    sentence = "It 's n't a well-made film -- `` or '' is it ? Mr. Hill 's ( not ) ."
    assert [t.word for t in tokenise(sentence)] == sentence.split(" ")


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("name", CHANGES)
def test_changes_accept_any_text(name, text):
    assert isinstance(CHANGES[name](text, 3), str)


def test_very_long_texts_are_tokenised():
    assert len(tokenise("very " * 20_000)) == 20_000
    assert len(tokenise("a" * 100_000)) == 1
    assert len(tokenise("a'" * 5_000)) >= 1
