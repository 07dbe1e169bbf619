"""For any text: what is looked up is the same, what is shown is as given."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from engine.data.lookup import composed_text, of_review, of_words
from engine.reading import tokens as reading
from engine.sentiment import tokens as sentiment
from engine.sentiment.analysis.changes import shuffle_words
from tests.property.texts import INVISIBLE, LETTERS, STEADY, odd, padded, reviews, usual


@STEADY
@given(odd)
def test_every_place_lies_in_the_text_as_given(text):
    for form in (of_words(text), of_review(text)):
        assert len(form.starts) == len(form.ends) == len(form.text)
        places = list(zip(form.starts, form.ends, strict=True))
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert list(form.starts) == sorted(form.starts)
        assert list(form.ends) == sorted(form.ends)


@STEADY
@given(odd.map(lambda text: text.replace("\u200b", "")))  # it depends on neighbours
def test_spans_of_words_are_cut_from_the_text_as_given(text):
    found = reading.tokenise(text)
    for word, (start, end) in zip(found.words, found.spans, strict=True):
        assert _plain(of_words(text[start:end]).text) == _plain(word)
    ends = 0
    for token in sentiment.tokenise(text):
        assert ends <= token.start < token.end <= len(text)
        ends = token.end


def _plain(word):
    """Return a word without what depends on the characters around it."""
    return re.sub("[`\u2019]", "'", word.strip(INVISIBLE))


@STEADY
@given(usual)
def test_canonically_equal_text_has_the_same_words(text):
    parted, whole = (unicodedata.normalize(form, text) for form in ("NFD", "NFC"))
    a, b = reading.tokenise(parted), reading.tokenise(whole)
    assert a.words == b.words
    for i in range(len(a)):
        assert parted[slice(*a.spans[i])] == a.cut(i, i + 1)
        assert unicodedata.normalize("NFC", a.cut(i, i + 1)) == b.cut(i, i + 1)
    assert sentiment.words(parted) == sentiment.words(whole)
    assert composed_text(parted) == composed_text(whole)


@STEADY
@given(padded(st.text(LETTERS.replace("&", ""), max_size=40)))
def test_invisible_characters_change_no_word(pair):
    text, with_signs = pair
    a, b = reading.tokenise(with_signs), reading.tokenise(text)
    assert a.words == b.words
    for i in range(len(b)):
        assert composed_text(a.cut(i, i + 1)) == composed_text(b.cut(i, i + 1))
    assert sentiment.words(with_signs) == sentiment.words(text)
    assert composed_text(with_signs) == composed_text(text)


@STEADY
@given(odd)
def test_what_was_composed_stays(text):
    once = composed_text(text)
    assert composed_text(once) == once


@STEADY
@given(reviews | odd, st.integers(0, 9))
def test_shuffling_changes_no_bag(text, seed):
    shuffled = shuffle_words(text, seed)
    before, after = (
        [token.word for token in sentiment.tokenise(each)] for each in (text, shuffled)
    )
    assert Counter(after) == Counter(before)
