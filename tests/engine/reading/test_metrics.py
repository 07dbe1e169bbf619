"""SQuAD's official measure, by hand-made cases."""

from __future__ import annotations

import pytest

from engine.reading.metrics import Score, mean, normalise, score, score_all


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("The Cat.", "cat"),
        ("a  an the", ""),
        ("U.S.", "us"),
        ("well-known", "wellknown"),
        ("theatre", "theatre"),
        ("an apple", "apple"),
        ("Étude", "étude"),
    ],
)
def test_answers_are_compared_in_plain_form(answer, wanted):
    assert normalise(answer) == wanted


@pytest.mark.parametrize(
    ("answer", "given", "exact", "f1"),
    [
        ("the cat", ["cat"], 1, 1),
        ("black cat", ["cat"], 0, 2 / 3),
        ("cat", ["black cat", "dog"], 0, 2 / 3),
        ("cat", ["dog", "cat"], 1, 1),
        ("dog", ["cat"], 0, 0),
        ("", ["cat"], 0, 0),
        ("cat cat", ["cat"], 0, 2 / 3),  # a word counts as often as both have it
        ("the", ["a"], 1, 0),  # nothing is left of either: equal, but no common word
        ("cat", [], 0, 0),
    ],
)
def test_score_of_an_answer(answer, given, exact, f1):
    found = score(answer, given)
    assert found.exact == exact
    assert found.f1 == pytest.approx(f1)


def test_best_of_each_measure_counts_by_itself():
    # Exact with the first, while the second has more in common is still exact.
    assert score("cat", ["cat", "cat dog"]) == Score(1, 1)


def test_missing_answers_score_zero():
    found = score_all({"a": "cat"}, {"a": ["cat"], "b": ["dog"]})
    assert found["b"] == Score(0, 0)
    assert mean(list(found.values())) == Score(0.5, 0.5)
    assert mean([]) == Score(0, 0)
