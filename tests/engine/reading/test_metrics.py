"""SQuAD's official measure, by hand-made cases."""

from __future__ import annotations

import pytest

from engine.reading.metrics import Score, mean, normalise, score


@pytest.mark.parametrize(
    ("answer", "reference"),
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
def test_answers_are_compared_in_plain_form(answer, reference):
    assert normalise(answer) == reference


@pytest.mark.parametrize(
    ("answer", "references", "exact", "f1"),
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
def test_score_of_an_answer(answer, references, exact, f1):
    found = score(answer, references)
    assert found.exact == exact
    assert found.f1 == pytest.approx(f1)


def test_best_of_each_measure_counts_by_itself():
    # Exact with the first, while the second has more in common is still exact.
    assert score("cat", ["cat", "cat dog"]) == Score(1, 1)


def test_mean_of_scores():
    assert mean([Score(1, 1), Score(0, 0.5)]) == Score(0.5, 0.75)
    assert mean([]) == Score(0, 0)
