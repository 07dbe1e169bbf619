"""The phrases behind one cell of a confusion matrix."""

from __future__ import annotations

import numpy as np

from engine.sentiment import data, outcomes
from engine.sentiment.trees import parse


def test_cell_has_the_counted_phrases_most_confident_first():
    trees = [parse("(3 (2 a) (3 gem))"), parse("(1 (2 no) (3 pearl))")]
    examples = data.examples(trees)  # a, gem, a gem, no, pearl, no pearl
    probabilities = np.full((6, 5), 0.1)
    probabilities[:, 3] = [0.6, 0.7, 0.6, 0.6, 0.9, 0.6]
    answered = outcomes.of(examples, probabilities, examples)
    counts = outcomes.confusion(answered)
    for truth in range(5):
        for answer in range(5):
            indices = outcomes.cell(answered, truth, answer)
            assert len(indices) == counts[truth, answer]
    assert outcomes.cell(answered, 3, 3) == [4, 1, 2]
    assert outcomes.cell(answered, 1, 3, whole_sentences=True) == [5]
    assert outcomes.cell(answered, 0, 3) == []
