"""The phrases behind one cell of a confusion matrix."""

from __future__ import annotations

import numpy as np

from engine.sentiment import data, outcomes
from engine.sentiment.trees import parse


def test_a_cell_holds_what_the_matrix_counts_surest_first():
    trees = [parse("(3 (2 a) (3 gem))"), parse("(1 (2 no) (3 pearl))")]
    found = data.examples(trees)  # a, gem, a gem, no, pearl, no pearl
    shares = np.full((6, 5), 0.1)
    shares[:, 3] = [0.6, 0.7, 0.6, 0.6, 0.9, 0.6]
    answered = outcomes.of(found, shares, found)
    counts = outcomes.confusion(answered)
    for truth in range(5):
        for answer in range(5):
            places = outcomes.cell(answered, truth, answer)
            assert len(places) == counts[truth, answer]
    assert outcomes.cell(answered, 3, 3) == [4, 1, 2]
    assert outcomes.cell(answered, 1, 3, whole_sentences=True) == [5]
    assert outcomes.cell(answered, 0, 3) == []
