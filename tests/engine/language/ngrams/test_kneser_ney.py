"""Kneser-Ney smoothing: the definition, worked examples and edge cases."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.language.ngrams import file as ngram_file
from engine.language.ngrams import kneser_ney
from engine.language.ngrams.kneser_ney import KneserNey, discounts
from engine.language.ngrams.table import count
from tests.engine.language.ngrams.conftest import VOCABULARY_SIZE


def probability(text: Sequence[int], order: int, context: tuple[int, ...], last: int):
    """Chen and Goodman's recursion word for word, with dictionaries."""
    length = len(context) + 1
    seen = Counter(tuple(text[i : i + length]) for i in range(len(text) - length + 1))
    if length < order:  # continuation counts
        longer = {tuple(text[i : i + length + 1]) for i in range(len(text) - length)}
        seen = Counter(gram[1:] for gram in longer)
    sizes = Counter(seen.values())
    taken = {1: 0.5, 2: 1.0, 3: 1.5}
    if all(sizes[c] for c in (1, 2, 3)):
        y = sizes[1] / (sizes[1] + 2 * sizes[2])
        own = {c: c - (c + 1) * y * sizes[c + 1] / sizes[c] for c in taken}
        taken = own if min(own.values()) > 0 else taken
    lower = 1 / VOCABULARY_SIZE
    if context:
        lower = probability(text, order, context[1:], last)
    after = {g[-1]: c for g, c in seen.items() if g[:-1] == context}
    if not after:
        return lower
    total = sum(after.values())
    passed_on = sum(taken[min(c, 3)] for c in after.values()) / total
    discounted = after[last] - taken[min(after[last], 3)] if last in after else 0
    return discounted / total + passed_on * lower


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_probabilities_equal_the_definition(table, text, order):
    model = KneserNey(table, order)
    for context in ((0, 1, 2), (1, 3, 3), (3, 3, 3), (4, 0, 1), (2, 4, 4)):
        context = context[: order - 1]
        expected = [
            probability(text, order, context, s) for s in range(VOCABULARY_SIZE)
        ]
        np.testing.assert_allclose(model.next_probabilities(context), expected)


def test_unigrams_by_hand():
    # a twice, b once: discounts 1 and 0.5, half of the 1.5 / 3 passed on to each.
    model = KneserNey(count([0, 0, 1], 2, order=1), order=1)
    expected = [1 / 3 + 0.25, 0.5 / 3 + 0.25]
    np.testing.assert_allclose(model.next_probabilities([]), expected)


def test_discounts_by_hand():
    # Four seen once, two twice, two three times, one four times: Y = 4 / 8.
    counts = np.array([1, 1, 1, 1, 2, 2, 3, 3, 4, 0, 0, 9])
    expected = [0, 1 - 2 * 0.5 * 2 / 4, 2 - 3 * 0.5 * 2 / 2, 3 - 4 * 0.5 * 1 / 2]
    np.testing.assert_allclose(discounts(counts), expected)


@pytest.mark.parametrize("counts", [[], [7], [1, 1, 1], [1, 2, 3, 3, 3, 3, 4, 4, 4]])
def test_discounts_stay_in_range_when_counts_are_too_few(counts):
    taken = discounts(np.array(counts, np.int64))
    assert taken[0] == 0
    assert np.all((taken[1:] > 0) & (taken[1:] <= [1, 2, 3]))


@pytest.mark.parametrize("order", [1, 3, 5])
def test_probabilities_sum_to_one_after_any_context(table, order):
    model = KneserNey(table, order)
    chance = np.random.default_rng(0)
    contexts = [chance.integers(0, VOCABULARY_SIZE, n % 9).tolist() for n in range(300)]
    for context in contexts:
        probabilities = model.next_probabilities(context)
        assert probabilities.shape == (VOCABULARY_SIZE,)
        assert probabilities.min() > 0
        assert probabilities.sum() == pytest.approx(1, abs=1e-12)


def test_only_the_last_symbols_of_a_long_context_matter(table, text):
    model = KneserNey(table, 4)
    long, short = model.next_probabilities(text), model.next_probabilities(text[-3:])
    np.testing.assert_array_equal(long, short)


@pytest.mark.parametrize("order", [1, 2, 5])
@pytest.mark.parametrize("context", [[], [2], [0, 1, 4, 0, 1, 2, 0]])
def test_log_probabilities_of_a_stream_equal_those_step_by_step(
    table, order, context, monkeypatch
):
    monkeypatch.setattr(kneser_ney, "BLOCK", 7)  # many blocks, and a last short one
    model = KneserNey(table, order)
    ids = np.random.default_rng(1).integers(0, VOCABULARY_SIZE, 61).tolist()
    expected = [
        np.log(model.next_probabilities(context + ids[:i])[symbol])
        for i, symbol in enumerate(ids)
    ]
    logits = model.log_probabilities(ids, context)
    np.testing.assert_allclose(logits, expected, rtol=1e-12)


def test_log_probabilities_of_an_empty_text_are_empty(table):
    assert KneserNey(table, 3).log_probabilities([], [1, 2]).shape == (0,)


def test_one_table_serves_every_order(table, text):
    smaller = KneserNey(count(text, VOCABULARY_SIZE, order=3), 3)
    np.testing.assert_allclose(
        KneserNey(table, 3).log_probabilities(text), smaller.log_probabilities(text)
    )


def test_a_repeated_character_takes_next_to_no_memory_and_is_expected():
    table = count(np.zeros(100_000, np.uint8), 98, order=10)
    assert table.entries == (1,) * 10
    assert sum(table.size_bytes) < 200
    model = KneserNey(table, 10)
    probabilities = model.next_probabilities([0] * 9)
    assert probabilities[0] > 0.99
    assert 0 < probabilities[1:].max() < 1e-4


@pytest.mark.parametrize("ids", [[0], [0, 1], [0, 1, 0]])
def test_text_shorter_than_the_order_still_predicts(ids, tmp_path):
    table = count(ids, 2, order=8)
    ngram_file.write(table, tmp_path / "short")
    model = KneserNey(ngram_file.read(tmp_path / "short"), 8)
    assert model.next_probabilities(ids).sum() == pytest.approx(1)
    assert np.all(np.isfinite(model.log_probabilities([0, 1] * 9, ids)))


def test_a_vocabulary_of_one_is_certain():
    model = KneserNey(count([0] * 30, 1, order=4), 4)
    assert model.next_probabilities([0, 0]) == pytest.approx(1)
    logits = model.log_probabilities([0] * 9)
    assert np.all((logits <= 0) & (logits > -1e-12))


def test_unknown_orders_and_symbols_are_refused(table):
    for order in (0, 6):
        with pytest.raises(ValueError, match="choose 1 to 5"):
            KneserNey(table, order)
    model = KneserNey(table, 5)
    for outside in ([0, 5], [-1]):
        with pytest.raises(ValueError, match="between 0 and 4"):
            model.next_probabilities(outside)
        with pytest.raises(ValueError, match="between 0 and 4"):
            model.log_probabilities([0], outside)


@pytest.mark.data
def test_shakespeare_reaches_the_published_figure(tmp_path):
    path = Path(os.environ.get("LOUPE_DATA", "data")) / "text" / "shakespeare.txt"
    if not path.exists():
        pytest.skip(f"{path} is not there: set LOUPE_DATA to the data folder")
    text = path.read_text(encoding="utf-8")
    characters, ids = np.unique(list(text), return_inverse=True)
    train, validation = np.split(ids, [int(0.9 * len(ids))])
    table = count(train, len(characters), order=7)
    assert len(characters) == 65
    for order, nats in ((3, 2.0381), (5, 1.5612), (7, 1.5165)):
        logits = KneserNey(table, order).log_probabilities(validation, train)
        assert -logits.mean() == pytest.approx(nats, abs=0.005)
    ngram_file.write(table, tmp_path / "table.npz")
    assert (tmp_path / "table.npz").stat().st_size < 2_000_000
