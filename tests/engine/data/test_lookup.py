"""Odd characters are read as meant; tests/property has what holds for any text."""

from __future__ import annotations

import pytest

from engine.data.lookup import has_visible, of_review, of_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the\u200blamp was\u200blit", "the lamp was lit"),  # between words
        ("The light\u200bhouse of Berg\u200bström", "The lighthouse of Bergström"),
        ("Anna\u200bBergström", "Anna Bergström"),
        ("de\u00adsigned by\u2060 Otto\ufeff", "designed by Otto"),
        ("I don\u00b4t, don`t, don\u02bct, don\u2018t", "I don't, don't, don't, don't"),
        ("the dogs\u2019 ‘home’", "the dogs\u2019 ‘home’"),  # not between letters
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),  # one emoji
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),  # Persian needs it
    ],
)
def test_odd_characters_are_read_as_meant(text, words):
    assert of_words(text).text == words


def test_html_of_pasted_reviews_is_read_as_meant():
    text = "Good.<br /><br/>I don&#39;t &amp; won&rsquo;t &nonsense; <b>"
    found = of_review(text)
    assert found.text == "Good.\n\nI don't & won't &nonsense; <b>"
    start = found.text.index("don't")
    assert text[slice(*found.span(start, start + 5))] == "don&#39;t"
    start = found.text.index("nonsense")
    assert text[slice(*found.span(start, start + 8))] == "nonsense"


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\0\x07", "\u3164\u2800\ufeff"])
def test_text_of_nothing_visible_is_known(text):
    assert not has_visible(text)
    assert has_visible(text + ".")
