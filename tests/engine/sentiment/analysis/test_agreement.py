from __future__ import annotations

import numpy as np
import pytest

from engine.sentiment.analysis.agreement import agreement, moved, shares
from engine.sentiment.answers import Reading


def reading(label: int) -> Reading:
    """Return an answer that is sure of one class."""
    return Reading("", (), (), 0, np.eye(5)[label] * 0.9 + 0.02)


@pytest.mark.parametrize(
    ("labels", "word"),
    [
        ((3, 3, 3), "Agreed"),
        ((3, 4), "Nearly agreed"),
        ((1, 0), "Nearly agreed"),
        ((2, 3, 2), "Undecided"),
        ((1, 2), "Undecided"),
        ((1, 2, 3), "Split"),
        ((0, 4), "Split"),
    ],
)
def test_agreement_in_a_word(labels, word) -> None:
    assert agreement([reading(label) for label in labels]).word == word


def test_undecided_names_the_side() -> None:
    assert "negative" in agreement([reading(2), reading(0)]).sentence


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (1, 3, "reversed"),
        (1, 1, "unchanged"),
        (2, 3, "more positive"),
        (4, 2, "more negative"),
    ],
)
def test_moved_says_where_to(before, after, word) -> None:
    found = moved(reading(before), reading(after))
    assert found.word == word
    assert (found.stars > 0) == (after > before)


def test_two_classes_that_change_places_hardly_move_an_answer() -> None:
    even = np.array([0.02, 0.44, 0.12, 0.4, 0.02])
    before, after = (Reading("", (), (), 0, row) for row in (even, even[::-1]))
    assert before.label_name != after.label_name
    assert moved(before, after).word == "hardly changed"


def test_shares_sum_to_one_and_none_are_no_error() -> None:
    assert shares([reading(0), reading(4)]) == [0.5, 0, 0, 0, 0.5]
    assert shares([]) == [0.0] * 5
