"""A text of words without vectors is told apart from one with a few odd words."""

from __future__ import annotations

import pytest

from engine.data import glove
from engine.data.english import is_english


@pytest.fixture(scope="module")
def vectors():
    return glove.load()


@pytest.mark.parametrize(
    "text",
    [
        "The lighthouse was designed by Anna Bergström in 1902 .",
        "Briliant , hilarius and tuching .",  # misspelled
        "Qzxqzx !",
        "漢字 is a word of Japanese",
        "",
        "1902 ! 👍",
        "Do not hate El Crimen del Padre Amaro because it is anti-Catholic .",
    ],
)
def test_english_with_odd_words_is_english(vectors, text):
    assert is_english(text.split(), vectors)


@pytest.mark.parametrize(
    "text",
    [
        "灯台は一八七四年に建てられた 。",
        "这部电影非常好",
        "หนังเรื่องนี้ดีมาก",
        "Очень хороший фильм !",
        "Ein schöner Film über die Liebe und das Leben auf dem Lande .",
        "Le scénario est faible et les dialogues ne sont pas drôles .",
        "Una película muy bonita , pero el final es aburrido .",
        "Tämä elokuva oli todella huikean kaunis kokemus minulle",
    ],
)
def test_other_languages_are_not(vectors, text):
    assert not is_english(text.split(), vectors)
