"""Answers on a whole split: stored without texts, restored, counted."""

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
def answered():
    examples = data.examples(TREES)
    random = np.random.default_rng(3)
    probabilities = random.dirichlet(np.ones(5), len(examples.texts))
    return outcomes.of(examples, probabilities, data.examples(TREES[2:]))


def test_outcomes_are_restored_from_their_file(answered, tmp_path):
    (tmp_path / outcomes.file_of("dev")).write_bytes(outcomes.to_bytes(answered))
    restored = outcomes.read(tmp_path, "dev")
    for name in ("labels", "answers", "lengths", "negated", "seen", "sentences"):
        np.testing.assert_array_equal(getattr(restored, name), getattr(answered, name))
    np.testing.assert_allclose(
        restored.probabilities, answered.probabilities, atol=3e-3
    )
    assert answered.seen.tolist() == [
        True,
        False,
        False,
        False,
        False,
        False,
        True,
        True,
    ]


def test_stored_answers_give_the_same_accuracies(answered, tmp_path):
    (tmp_path / outcomes.file_of("dev")).write_bytes(outcomes.to_bytes(answered))
    before, after = (
        outcomes.figures(o) for o in (answered, outcomes.read(tmp_path, "dev"))
    )
    for name in ("phrase_accuracy", "sentence_accuracy", "phrase_macro_f1"):
        assert before[name] == after[name]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"words", None])
def test_missing_or_damaged_outcomes_are_refused(content, answered, tmp_path):
    if content is not None:
        (tmp_path / outcomes.file_of("dev")).write_bytes(content)
    with pytest.raises(
        CheckpointError, match=r"outcomes-dev\.npz is (missing|damaged)"
    ):
        outcomes.read(tmp_path, "dev")


def test_half_a_file_is_refused(answered, tmp_path):
    whole = outcomes.to_bytes(answered)
    (tmp_path / outcomes.file_of("dev")).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(
        CheckpointError, match=r"outcomes-dev\.npz is (missing|damaged)"
    ):
        outcomes.read(tmp_path, "dev")


def test_no_text_is_stored(answered):
    with np.load(io.BytesIO(outcomes.to_bytes(answered)), allow_pickle=False) as stored:
        assert len(stored.files) == 8
        assert all(array.dtype.kind in "biu" for array in stored.values())


def test_confusion_counts_every_phrase_or_every_sentence(answered):
    phrases, sentences = (
        outcomes.confusion(answered, whole) for whole in (False, True)
    )
    assert phrases.sum() == len(answered.labels)
    assert sentences.sum() == len(answered.sentences) == 3
    assert phrases.sum(axis=1).tolist() == np.bincount(answered.labels).tolist() + [
        0
    ] * (5 - len(np.bincount(answered.labels)))


def test_groups_hold_all_phrases(answered):
    assert sum(group.n for group in outcomes.by_length(answered)) == len(
        answered.labels
    )
    with_negation, without = outcomes.by_negation(answered)
    assert with_negation.n == 2  # “not a”, “not a gem”
    assert without.n == 2  # “a gem”, “a film”


def test_sentences_that_models_disagree_on_come_first(answered):
    from dataclasses import replace

    sure = np.zeros_like(answered.probabilities)
    sure[:, 2] = 1
    other = sure.copy()
    other[answered.sentences[1]] = [0, 0, 0, 0, 1]
    models = {
        "one": replace(answered, probabilities=sure),
        "two": replace(answered, probabilities=other),
    }
    assert outcomes.disagreements(models, 1).tolist() == [answered.sentences[1]]
