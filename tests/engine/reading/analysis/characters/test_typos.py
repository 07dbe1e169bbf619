"""Misspelled questions: the same seed the same slips, one more word each time."""

from __future__ import annotations

import random

import pytest

from engine.data.typos import KINDS, mistyped
from engine.reading.analysis.characters.typos import breaks_at, misspell, misspellings
from engine.reading.analysis.samples import SAMPLES

QUESTIONS = [question for sample in SAMPLES for question, _ in sample.questions]


class TestSlip:
    @pytest.mark.parametrize(
        ("kind", "possible"),
        [
            ("swapped", {"almp", "lmap", "lapm"}),
            ("dropped", {"lmp", "lap", "lam"}),
            ("doubled", {"laamp", "lammp", "lampp"}),
        ],
    )
    def test_does_what_its_kind_says(self, kind, possible):
        slips = {mistyped("lamp", random.Random(seed), [kind]) for seed in range(40)}
        assert slips == possible

    def test_replaced_letter_is_a_key_beside(self):
        slips = {mistyped("pi", random.Random(seed), ["replaced"]) for seed in range(9)}
        assert slips <= {"pu", "po", "pk"}

    @pytest.mark.parametrize(
        ("word", "kind"), [("aaa", "swapped"), ("łł", "replaced"), ("a", "dropped")]
    )
    def test_word_that_it_cannot_change_stays(self, word, kind):
        assert mistyped(word, random.Random(0), [kind]) == word


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_strength_has_one_misspelled_word_more(question):
    found = misspellings(question, seed=3)
    assert found == misspellings(question, seed=3)
    assert found
    for strength in range(len(found) + 1):
        typed, places = misspell(question, found[:strength])
        changed = [
            pair
            for pair in zip(question.split(), typed.split(), strict=True)
            if pair[0] != pair[1]
        ]
        assert len(changed) == len(places) == strength
        known = {one.typed for one in found[:strength]}
        assert {typed[start:end] for start, end in places} == known


def test_another_seed_misspells_otherwise():
    assert misspellings(QUESTIONS[0], 1) != misspellings(QUESTIONS[0], 2)


def test_only_the_chosen_kinds_of_slips_are_made():
    assert all(
        len(one.typed) == len(one.word) - 1
        for question in QUESTIONS
        for one in misspellings(question, 5, ["dropped"])
    )
    assert set(KINDS) == {"swapped", "dropped", "doubled", "replaced"}


@pytest.mark.parametrize("question", ["", "?", "12 + 7", "Is it?", "漢字", "\ud800 \0"])
def test_question_without_words_to_misspell_stays(question):
    assert misspell(question, misspellings(question, 0)) == (question, ())


def test_another_answer_breaks_it_but_an_article_does_not():
    assert breaks_at(["the lamp", "Lamp.", "a goat", "the lamp"]) == 2
    assert breaks_at(["the lamp", "lamp"]) is None
