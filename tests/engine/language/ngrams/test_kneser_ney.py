"""N-gram counting and Kneser-Ney: what it predicts, stores and refuses."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.cli import commands
from engine.errors import CheckpointError
from engine.language.ngrams import file as ngram_file
from engine.language.ngrams import kneser_ney
from engine.language.ngrams.kneser_ney import KneserNey, discounts
from engine.language.ngrams.table import NGramTable, count, theoretical_entries

VOCABULARY = 5


@pytest.fixture(scope="module")
def text() -> list[int]:
    """Symbols 0 to 3 in a pattern with noise; symbol 4 never occurs."""
    chance = np.random.default_rng(7)
    ids = np.tile([0, 1, 2, 0, 1, 3, 3, 0, 2], 60)
    noise = chance.random(len(ids)) < 0.2
    return np.where(noise, chance.integers(0, 4, len(ids)), ids).tolist()


@pytest.fixture(scope="module")
def table(text: list[int]) -> NGramTable:
    return count(text, VOCABULARY, order=5)


def probability(text: Sequence[int], order: int, context: tuple[int, ...], last: int):
    """Chen and Goodman's recursion word for word, with dictionaries."""
    length = len(context) + 1
    seen = Counter(tuple(text[i : i + length]) for i in range(len(text) - length + 1))
    if length < order:  # in how many different symbols each was preceded by
        longer = {tuple(text[i : i + length + 1]) for i in range(len(text) - length)}
        seen = Counter(gram[1:] for gram in longer)
    sizes = Counter(seen.values())
    taken = {1: 0.5, 2: 1.0, 3: 1.5}
    if all(sizes[c] for c in (1, 2, 3)):
        y = sizes[1] / (sizes[1] + 2 * sizes[2])
        own = {c: c - (c + 1) * y * sizes[c + 1] / sizes[c] for c in taken}
        taken = own if min(own.values()) > 0 else taken
    lower = 1 / VOCABULARY
    if context:
        lower = probability(text, order, context[1:], last)
    after = {g[-1]: c for g, c in seen.items() if g[:-1] == context}
    if not after:
        return lower
    total = sum(after.values())
    passed_on = sum(taken[min(c, 3)] for c in after.values()) / total
    kept = after[last] - taken[min(after[last], 3)] if last in after else 0
    return kept / total + passed_on * lower


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_probabilities_equal_the_definition(table, text, order):
    model = KneserNey(table, order)
    for context in ((0, 1, 2), (1, 3, 3), (3, 3, 3), (4, 0, 1), (2, 4, 4)):
        context = context[: order - 1]
        expected = [probability(text, order, context, s) for s in range(VOCABULARY)]
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
    contexts = [chance.integers(0, VOCABULARY, n % 9).tolist() for n in range(300)]
    for context in contexts:
        probabilities = model.next_probabilities(context)
        assert probabilities.shape == (VOCABULARY,)
        assert probabilities.min() > 0
        assert probabilities.sum() == pytest.approx(1, abs=1e-12)


def test_only_the_last_symbols_of_a_long_context_count(table, text):
    model = KneserNey(table, 4)
    long, short = model.next_probabilities(text), model.next_probabilities(text[-3:])
    np.testing.assert_array_equal(long, short)


@pytest.mark.parametrize("order", [1, 2, 5])
@pytest.mark.parametrize("context", [[], [2], [0, 1, 4, 0, 1, 2, 0]])
def test_stream_scores_equal_those_step_by_step(table, order, context, monkeypatch):
    monkeypatch.setattr(kneser_ney, "BLOCK", 7)  # many blocks, and a last short one
    model = KneserNey(table, order)
    ids = np.random.default_rng(1).integers(0, VOCABULARY, 61).tolist()
    expected = [
        np.log(model.next_probabilities(context + ids[:place])[symbol])
        for place, symbol in enumerate(ids)
    ]
    logits = model.log_probabilities(ids, context)
    np.testing.assert_allclose(logits, expected, rtol=1e-12)


def test_scores_of_an_empty_text_are_empty(table):
    assert KneserNey(table, 3).log_probabilities([], [1, 2]).shape == (0,)


def test_one_table_serves_every_order(table, text):
    smaller = KneserNey(count(text, VOCABULARY, order=3), 3)
    np.testing.assert_allclose(
        KneserNey(table, 3).log_probabilities(text), smaller.log_probabilities(text)
    )


def test_entries_are_the_distinct_ngrams(table, text):
    for order, entries in enumerate(table.entries, start=1):
        grams = [tuple(text[i : i + order]) for i in range(len(text) - order + 1)]
        assert entries == len(set(grams))
        assert sorted(table.levels[order - 1].counts) == sorted(Counter(grams).values())
    assert theoretical_entries(98, 2) == 9_604


def test_progress_is_told_after_each_order(table, text):
    told = []
    count(text, VOCABULARY, 5, notify=lambda order, entries: told.append(entries))
    assert tuple(told) == table.entries


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


@pytest.mark.parametrize("vocabulary_size", [VOCABULARY, 400])
def test_a_table_comes_back_as_it_was_written(tmp_path, vocabulary_size):
    ids = np.random.default_rng(2).integers(0, vocabulary_size, 3_000)
    table = count(ids, vocabulary_size, order=4)
    ngram_file.write(table, tmp_path / "table.npz")
    ngram_file.write(table, tmp_path / "again")
    back = ngram_file.read(tmp_path / "table.npz")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "table.npz").read_bytes()
    assert back.vocabulary_size == vocabulary_size
    for ours, theirs in zip(table.levels, back.levels, strict=True):
        for name in ("starts", "symbols", "counts", "suffixes"):
            one, other = getattr(ours, name), getattr(theirs, name)
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)


def test_a_damaged_file_is_refused_with_a_sentence(table, tmp_path):
    path = tmp_path / "table.npz"
    ngram_file.write(table, path)
    whole = path.read_bytes()
    middle = len(whole) // 2
    data = whole.index(b"symbols_5.npy") + 100  # inside the compressed numbers
    flipped = whole[:data] + bytes([whole[data] ^ 255]) + whole[data + 1 :]
    hidden = whole.replace(b"counts_4.npy", b"counts_9.npy")
    foreign = b"\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, "
    wrong = (b"", b"text", whole[:middle], whole[middle:], flipped, hidden, foreign)
    for content in wrong:
        path.write_bytes(content)
        with pytest.raises(CheckpointError, match=r"table\.npz is damaged"):
            ngram_file.read(path)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("symbols_2", np.array([9, 9, 9, 9], np.uint8)),
        ("counts_1", np.array([1, 1], np.uint8)),
        ("children_1", np.array([3], np.uint8)),
        ("children_2", np.array([4, 0], np.int64)),
        ("symbols_2", np.array([1, 0, 0, 1], np.uint8)),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(tmp_path, name, values):
    table = count([0, 1, 0, 0, 1, 1], 2, order=2)
    ngram_file.write(table, tmp_path / "table.npz")
    with np.load(tmp_path / "table.npz") as file:
        arrays = {key: file[key] for key in file.files}
    np.savez(tmp_path / "wrong.npz", **{**arrays, name: values})
    with pytest.raises(CheckpointError, match="damaged") as caught:
        ngram_file.read(tmp_path / "wrong.npz")
    assert "do not fit together" in str(caught.value.__cause__)


def test_a_missing_file_is_not_called_damaged(tmp_path):
    with pytest.raises(CheckpointError, match=r"none\.npz is missing"):
        ngram_file.read(tmp_path / "none.npz")


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


def test_orders_that_are_not_kept_are_measured_but_not_shipped(home, sample_file):
    words = ["train", "language", "--preset", "ngrams", "--own-data", str(sample_file)]
    assert commands.main([*words, "--order", "4", "--kept-order", "2"]) == 0

    (folder,) = checkpoint.names("language").values()
    card = checkpoint.verify(folder, "language")
    writer = registry.get("language").load(folder)

    assert writer.table.order == 2
    assert card.metric("nats_per_character_order_4").command.endswith("--kept-order 2")
    assert len(card.facts["entries"]) == 4
