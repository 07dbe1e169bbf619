"""Counting n-grams: what is stored, and what is refused."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.language.ngrams.table import count, theoretical_entries
from tests.engine.language.ngrams.conftest import VOCABULARY_SIZE


def test_entries_are_the_distinct_ngrams(table, text):
    for order, entries in enumerate(table.entries, start=1):
        grams = [tuple(text[i : i + order]) for i in range(len(text) - order + 1)]
        assert entries == len(set(grams))
        assert sorted(table.levels[order - 1].counts) == sorted(Counter(grams).values())
    assert theoretical_entries(98, 2) == 9_604


def test_notify_is_called_after_each_order(table, text):
    notified = []
    count(
        text, VOCABULARY_SIZE, 5, notify=lambda order, entries: notified.append(entries)
    )
    assert tuple(notified) == table.entries


@pytest.mark.parametrize(
    ("ids", "size", "order", "words"),
    [
        ([], 5, 3, "empty"),
        ([0, 5], 5, 3, "between 0 and 4"),
        ([-1, 0], 5, 3, "between 0 and 4"),
        ([0.5, 1.0], 5, 3, "integers"),
        ([0], 0, 3, "at least 1"),
        ([0], 5, 0, "at least 1"),
    ],
)
def test_what_cannot_be_counted_is_refused(ids, size, order, words):
    with pytest.raises(ValueError, match=words):
        count(ids, size, order)
