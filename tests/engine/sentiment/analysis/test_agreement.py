from __future__ import annotations

import numpy as np
import pytest

from engine.sentiment.analysis.agreement import agreement, class_fractions, moved
from engine.sentiment.answers import Reading


def reading(label: int) -> Reading:
    """Return an answer with 92% for one class."""
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
def test_moved_names_the_direction(before, after, word) -> None:
    change = moved(reading(before), reading(after))
    assert change.word == word
    assert (change.stars > 0) == (after > before)


def test_swapping_two_close_classes_hardly_changes_an_answer() -> None:
    even = np.array([0.02, 0.44, 0.12, 0.4, 0.02])
    before, after = (Reading("", (), (), 0, row) for row in (even, even[::-1]))
    assert before.label_name != after.label_name
    assert moved(before, after).word == "hardly changed"


def test_class_fractions_sum_to_one_and_can_be_empty() -> None:
    assert class_fractions([reading(0), reading(4)]) == [0.5, 0, 0, 0, 0.5]
    assert class_fractions([]) == [0.0] * 5
