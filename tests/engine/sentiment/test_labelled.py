"""Labels of reviews: how a column is read, and what is right."""

from __future__ import annotations

import numpy as np
import pytest

from engine.sentiment.answers import Reading
from engine.sentiment.labelled import labelled


def reading(*probabilities, english=True):
    return Reading("x", (), (), 1, np.array(probabilities), english)


@pytest.mark.parametrize(
    ("heading", "values", "classes", "truths"),
    [
        ("label", ["0", "1", "1.0"], 2, (0, 1, 1)),
        ("Sentiment", ["Positive", "neg", "positive"], 2, (1, 0, 1)),
        ("sentiment", ["positive", "neutral", "NEG"], 3, (2, 1, 0)),
        ("label", ["-1", "+1", "0"], 3, (0, 2, 1)),
        ("label", ["0", "4", "3"], 5, (0, 4, 3)),
        ("label", ["very_negative", "Positive", ""], 5, (0, 3, None)),
        ("label", ["5", "1", "3"], 5, (4, 0, 2)),  # no 0 and a 5: stars
        ("stars", ["1", "2", "4"], 5, (0, 1, 3)),
    ],
)
def test_column_is_read_as_the_scheme_that_fits(heading, values, classes, truths):
    found = labelled(["text", heading], [("x", value) for value in values])
    assert found is not None
    assert len(found.scheme.classes) == classes
    assert found.truths == truths


def test_another_scale_gives_no_classes():
    found = labelled(["rating"], [("1",), ("5",), ("8",)])
    assert found is not None
    assert not found.has_labels
    assert found.others == ("8",)


def test_a_table_without_labels_has_none():
    assert labelled(["id", "text"], [("1", "x")]) is None


def test_of_two_classes_neutral_counts_for_neither():
    found = labelled(["label"], [("pos",), ("neg",), ("neg",), ("",)])
    assert found is not None
    answers = [
        reading(0.1, 0.1, 0.5, 0.2, 0.1),
        reading(0.0, 0.3, 0.0, 0.4, 0.3),
        reading(0.2, 0.2, 0.2, 0.2, 0.2, english=False),
        reading(1.0, 0.0, 0.0, 0.0, 0.0),
    ]
    compared = found.compared(answers)
    assert compared.confusion == [[0, 1], [0, 1]]
    assert (compared.right, compared.count) == (1, 2)
    mistakes = [found.is_mistake(i, answer) for i, answer in enumerate(answers)]
    assert mistakes == [False, True, False, False]
