"""The stored answers of shipped checkpoints are their networks' answers."""

from __future__ import annotations

import numpy as np
import pytest

from engine import registry
from engine.checkpoints.checkpoint import PROJECT
from engine.sentiment.analysis import example

SHIPPED = sorted((PROJECT / "checkpoints" / "sentiment").glob("*/example.json"))
# Sums in another order on another processor; the example stores four digits.
ATOL = 2e-3


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_worked_example_is_the_network_s_answer(path):
    stored = example.read(path.parent)
    assert stored
    reviewer = registry.get("sentiment").load(path.parent)
    readings = reviewer.read_many([answer.reading.text for answer in stored])
    for answer, reading in zip(stored, readings, strict=True):
        np.testing.assert_allclose(
            answer.reading.probabilities, reading.probabilities, rtol=0, atol=ATOL
        )
        assert answer.reading.in_vocabulary == reading.in_vocabulary
        assert answer.reading.characters_read == reading.characters_read
