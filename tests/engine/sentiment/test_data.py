"""Unique phrases, splits and your own reviews."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from engine.data.sources import data_folder
from engine.errors import DataDamagedError, DataMissingError, TextError
from engine.sentiment import data, own_reviews
from engine.sentiment.trees import parse

REVIEWS = (Path(__file__).parent / "reviews.tsv").read_bytes()
HERE = (data_folder() / data.TREEBANK.files[0].path).is_file()
needs_data = pytest.mark.skipif(not HERE, reason="the treebank is not on this machine")


def test_each_phrase_counts_once_ignoring_case():
    trees = [parse("(3 (2 A) (3 gem))"), parse("(3 (2 a) (3 Gem))")]
    examples = data.examples(trees)
    assert sorted(examples.texts) == [("A",), ("A", "gem"), ("gem",)]
    assert examples.sentences.tolist() == [2, 2]
    assert examples.sentence_labels.tolist() == [3, 3]
    assert examples.occurrences.tolist() == [2, 2, 2]


def test_most_frequent_label_counts_and_the_lower_in_a_tie():
    trees = [parse(f"({label} gem)") for label in (4, 3, 3)]
    assert data.examples(trees).labels.tolist() == [3]
    assert data.examples(trees[:2]).labels.tolist() == [3]
    # A sentence keeps its own label all the same.
    assert data.examples(trees).sentence_labels.tolist() == [4, 3, 3]


def test_first_sentences_keep_all_their_phrases():
    trees = [parse("(3 (2 a) (3 gem))"), parse("(1 (2 no) (3 gem))")]
    first = data.first(data.examples(trees), 1)
    assert first.texts == (("a",), ("gem",), ("a", "gem"))
    assert data.first(data.examples(trees), 5).texts == data.examples(trees).texts


def test_own_reviews_are_split_by_line_and_no_text_is_on_both_sides():
    twice = REVIEWS + b"4\t" + REVIEWS.split(b"\n")[9].split(b"\t")[1] + b"\n"
    split = data.split_own(own_reviews.read(twice, "mine"))
    assert len(split.validation.sentences) == 4
    assert len(split.train.sentences) == 36
    lower = [
        {" ".join(t).lower() for t in s.texts} for s in (split.train, split.validation)
    ]
    assert not lower[0] & lower[1]


def test_own_reviews_can_be_trees():
    trees = own_reviews.read(
        b"(3 (2 a) (4 gem))\n4\tA -- really -- good film!\n", "mine"
    )
    assert trees[0].tokens == ("a", "gem")
    assert trees[1].tokens == ("A", "--", "really", "--", "good", "film", "!")
    assert trees[1].label == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "mine is empty"),
        (b"4\tfine\n7\tdull\n", "Line 2 of mine must be a label from 0 to 4"),
        (b"4 fine\n", "Line 1 of mine must be a label"),
        (b"fine\tfilm\n", "Line 1 of mine must be a label"),
        (b"4\t \n", "Line 1 of mine has a label, but no text"),
        (b"(3 (2 a)\n", "Line 1 of mine is not a valid tree"),
        (b"\xff\xfe4", "starts like UTF-16"),
        (
            b"4\tfine\n" + b"4\t" + b"x" * 300_000,
            "Line 2 of mine has 300,002 characters",
        ),
        (b"PK\0\0", "is not a text"),
    ],
)
def test_unreadable_own_reviews_are_refused(content, message):
    with pytest.raises(TextError, match=message):
        own_reviews.read(content, "mine")


def test_too_few_reviews_or_one_label_are_refused():
    few = b"\n".join(REVIEWS.split(b"\n")[:9])
    with pytest.raises(TextError, match="9 distinct reviews; at least 10"):
        data.split_own(own_reviews.read(few, "mine"))
    same = b"".join(b"3\tfilm %d\n" % i for i in range(12))
    with pytest.raises(TextError, match="same label"):
        data.split_own(own_reviews.read(same, "mine"))


def test_missing_or_changed_treebank_is_refused(tmp_path):
    with pytest.raises(DataMissingError, match=r"\./loupe fetch sentiment"):
        data.read_published("dev", tmp_path)
    for file in data.TREEBANK.files:
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            os.truncate(out.fileno(), file.size_bytes)
    with pytest.raises(DataDamagedError, match="different contents"):
        data.read_published("dev", tmp_path)


@needs_data
@pytest.mark.data
def test_the_treebank_has_its_published_counts_and_no_leak():
    parts = {p: data.read_published(p, data_folder()) for p in ("train", "dev", "test")}
    counts = {part: len(trees) for part, trees in parts.items()}
    assert counts == data.TREEBANK.counts
    train, dev = data.examples(parts["train"]), data.examples(parts["dev"])
    assert len(train.texts) == 156_817
    assert len(dev.texts) == 24_372
    assert all(not (set(t.tokens) & {"-LRB-", "-RRB-"}) for t in parts["dev"])
    sentences = {
        part: {" ".join(tree.tokens).lower() for tree in trees if len(tree.tokens) > 5}
        for part, trees in parts.items()
    }
    # Three sentences are in two of the official splits; no more are allowed.
    shared = sentences["train"] & (sentences["dev"] | sentences["test"])
    assert len(shared) <= 3
    assert np.bincount(dev.labels).argmax() == data.NEUTRAL
