"""Negated phrases among the training examples."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engine.sentiment.data import NEUTRAL, examples, lowered
from engine.sentiment.training.negations import with_negations
from engine.sentiment.trees import parse

TREES = (
    "(4 (3 warm) (3 (2 and) (3 funny)))",
    "(1 (2 a) (1 (1 dull) (2 film)))",
    "(1 (1 not) (3 (3 very) (3 good)))",
    "(0 (0 awful) (2 !))",
)


@pytest.fixture
def few():
    return examples(parse(tree, "test") for tree in TREES)


def added(few, count=100, seed=0):
    made = with_negations(few, count, seed)
    assert made.texts[: len(few.texts)] == few.texts
    assert len(made.texts) == len(made.labels) == len(made.occurrences)
    new = range(len(few.texts), len(made.texts))
    return {" ".join(made.texts[i]): int(made.labels[i]) for i in new}


def plain(negated: str) -> tuple[str, ...]:
    words = re.fullmatch(r"(?:is not|not|never) (.*?)(?: at all)?", negated)
    assert words, negated
    return tuple(words[1].split())


def test_praise_becomes_criticism_and_criticism_praise(few):
    labels = {few.labels[few.texts.index(plain(text))] for text in added(few)}
    assert labels == {0, 1, 3, 4}  # nothing neutral
    for text, label in added(few).items():
        own = few.labels[few.texts.index(plain(text))]
        assert label == (1 if own > NEUTRAL else 3), text


def test_no_phrase_is_negated_twice_or_added_twice(few):
    for seed in range(20):
        new = added(few, seed=seed)
        assert "not very good" not in new  # it is there already
        assert all("not" not in plain(text) for text in new)
        assert not {lowered(text.split()) for text in new} & {*map(lowered, few.texts)}


def test_seed_chooses_and_sentences_stay(few):
    assert added(few, seed=1) == added(few, seed=1)
    assert [*added(few, seed=1)] != [*added(few, seed=2)]
    made = with_negations(few, 4, 0)
    np.testing.assert_array_equal(made.sentences, few.sentences)
    assert len(made.texts) <= len(few.texts) + 4


def test_none_are_added_where_none_are_asked_for(few):
    assert with_negations(few, 0, 0).texts == few.texts
