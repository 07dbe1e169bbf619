"""Shipped networks answer our own reviews as their checkpoints say they do."""

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
def test_the_worked_example_is_what_the_network_says(path):
    stored = example.read(path.parent)
    assert stored
    reviewer = registry.get("sentiment").load(path.parent)
    found = reviewer.read_many([one.reading.text for one in stored])
    for one, reading in zip(stored, found, strict=True):
        np.testing.assert_allclose(
            one.reading.probabilities, reading.probabilities, rtol=0, atol=ATOL
        )
        assert one.reading.in_vocabulary == reading.in_vocabulary
        assert one.reading.characters_read == reading.characters_read
