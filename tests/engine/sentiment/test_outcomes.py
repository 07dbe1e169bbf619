"""Answers on a whole split: stored without texts, opened again, drawn from."""

from __future__ import annotations

import io

import numpy as np
import pytest

from engine.errors import CheckpointError
from engine.sentiment import data, outcomes
from engine.sentiment.trees import parse

TREES = [
    parse("(3 (2 a) (4 gem))"),
    parse("(1 (1 (1 not) (2 a)) (3 gem))"),
    parse("(2 (2 a) (2 film))"),
]


@pytest.fixture
def found():
    examples = data.examples(TREES)
    random = np.random.default_rng(3)
    shares = random.dirichlet(np.ones(5), len(examples.texts))
    return outcomes.of(examples, shares, data.examples(TREES[2:]))


def test_outcomes_come_back_from_their_file(found, tmp_path):
    (tmp_path / outcomes.file_of("dev")).write_bytes(outcomes.to_bytes(found))
    again = outcomes.read(tmp_path, "dev")
    for name in ("labels", "answers", "lengths", "negated", "seen", "sentences"):
        np.testing.assert_array_equal(getattr(again, name), getattr(found, name))
    np.testing.assert_allclose(again.probabilities, found.probabilities, atol=3e-3)
    assert found.seen.tolist() == [True, False, False, False, False, False, True, True]


def test_stored_answers_give_the_same_accuracies(found, tmp_path):
    (tmp_path / outcomes.file_of("dev")).write_bytes(outcomes.to_bytes(found))
    before, after = (
        outcomes.figures(o) for o in (found, outcomes.read(tmp_path, "dev"))
    )
    for name in ("phrase_accuracy", "sentence_accuracy", "phrase_macro_f1"):
        assert before[name] == after[name]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"words", None])
def test_missing_or_torn_outcomes_are_named(content, found, tmp_path):
    if content is not None:
        (tmp_path / outcomes.file_of("dev")).write_bytes(content)
    with pytest.raises(
        CheckpointError, match=r"outcomes-dev\.npz is (missing|damaged)"
    ):
        outcomes.read(tmp_path, "dev")


def test_half_a_file_is_named(found, tmp_path):
    whole = outcomes.to_bytes(found)
    (tmp_path / outcomes.file_of("dev")).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(
        CheckpointError, match=r"outcomes-dev\.npz is (missing|damaged)"
    ):
        outcomes.read(tmp_path, "dev")


def test_no_text_is_stored(found):
    with np.load(io.BytesIO(outcomes.to_bytes(found)), allow_pickle=False) as stored:
        assert len(stored.files) == 8
        assert all(array.dtype.kind in "biu" for array in stored.values())


def test_confusion_counts_every_phrase_or_every_sentence(found):
    phrases, sentences = (outcomes.confusion(found, whole) for whole in (False, True))
    assert phrases.sum() == len(found.labels)
    assert sentences.sum() == len(found.sentences) == 3
    assert phrases.sum(axis=1).tolist() == np.bincount(found.labels).tolist() + [0] * (
        5 - len(np.bincount(found.labels))
    )


def test_groups_hold_all_phrases(found):
    assert sum(group.n for group in outcomes.by_length(found)) == len(found.labels)
    with_negation, without = outcomes.by_negation(found)
    assert with_negation.n == 2  # “not a”, “not a gem”
    assert without.n == 2  # “a gem”, “a film”


def test_sentences_that_split_the_models_come_first(found):
    from dataclasses import replace

    sure = np.zeros_like(found.probabilities)
    sure[:, 2] = 1
    other = sure.copy()
    other[found.sentences[1]] = [0, 0, 0, 0, 1]
    models = {
        "one": replace(found, probabilities=sure),
        "two": replace(found, probabilities=other),
    }
    assert outcomes.disagreements(models, 1).tolist() == [found.sentences[1]]
