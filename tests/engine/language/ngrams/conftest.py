"""A small text of symbols and its counts, for the tests of n-grams."""

from __future__ import annotations

import numpy as np
import pytest

from engine.language.ngrams.table import NGramTable, count

VOCABULARY_SIZE = 5


@pytest.fixture(scope="module")
def text() -> list[int]:
    """Symbols 0 to 3 in a pattern with noise; symbol 4 never occurs."""
    chance = np.random.default_rng(7)
    ids = np.tile([0, 1, 2, 0, 1, 3, 3, 0, 2], 60)
    noise = chance.random(len(ids)) < 0.2
    return np.where(noise, chance.integers(0, 4, len(ids)), ids).tolist()


@pytest.fixture(scope="module")
def table(text: list[int]) -> NGramTable:
    return count(text, VOCABULARY_SIZE, order=5)
