"""Distillation: targets are partly the teachers' mean probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.data import glove
from engine.data.vocabulary import Vocabulary
from engine.errors import UnknownNameError
from engine.reading.config import PRESETS
from engine.reading.data import read
from engine.reading.encoding import WordTable, encode, to_examples, trainable
from engine.reading.evaluate import item_logits
from engine.reading.training import distillation
from engine.reading.training.batching import Batches
from engine.sampling import log_softmax
from engine.training.distillation import facts
from tests.contract import contexts, tiny

DISTILLED = replace(PRESETS["bidaf"], distillation_weight=0.75)


@pytest.fixture(scope="module")
def teachers(learned, tmp_path_factory):
    """Two tiny networks, shipped as the teachers and loaded once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_CHECKPOINTS", str(tmp_path_factory.mktemp("teachers")))
        ship(learned)
        return distillation.load_teachers(DISTILLED)


def ship(learned):
    """Ship them."""
    for name, preset in zip(distillation.TEACHERS, ("best", "quick"), strict=True):
        tiny.ship("reading", learned("reading", preset).checkpoint, name)


@pytest.fixture(scope="module")
def examples():
    """A few questions of the tiny data, as in training."""
    return trainable(
        to_examples(read(contexts.even(), "ours.json").paragraphs), 300, 30
    )[::3][:8]


def _batches(examples, words):
    return Batches([encode(example, words) for example in examples], words, 4, seed=0)


def test_without_teachers_targets_are_the_reference_answers(examples, tmp_path):
    assert distillation.load_teachers(PRESETS["bidaf"]) == ()
    assert facts(()) == {}
    batches = _batches(examples, WordTable(glove.load(), Vocabulary("abc"), 16))
    batch = distillation.with_teachers(batches, examples, (), 0.75, tmp_path)
    np.testing.assert_array_equal(batch(0)[1], batches.batch(0)[1])


def test_targets_mix_in_the_teachers_mean_probabilities(teachers, examples, tmp_path):
    words = teachers[0].word_table()
    batches = _batches(examples, words)
    _, hard = batches.batch(1)
    inputs, targets = distillation.with_teachers(
        batches, examples, teachers, 0.75, tmp_path
    )(1)
    np.testing.assert_array_equal(inputs["context"], batches.batch(1)[0]["context"])
    np.testing.assert_allclose(targets.sum(axis=2), 1, atol=0.01)
    for row, place in enumerate(batches.indices(1)):
        answers = []
        for teacher in teachers:
            own = teacher.word_table()
            ((_, logits),) = item_logits(
                teacher.model, [encode(examples[place], own)], own
            )
            answers.append(np.exp(log_softmax(logits)))
        mean = np.mean(answers, axis=0)
        size = mean.shape[1]
        wanted = 0.25 * hard[row, :, :size] + 0.75 * mean
        np.testing.assert_allclose(targets[row, :, :size], wanted, atol=2e-3)
        assert not targets[row, :, size:].any()


def test_teachers_answer_each_question_once_even_for_a_resumed_run(
    teachers, examples, tmp_path, monkeypatch
):
    asked = []

    def counted(model, items, words):
        asked.extend(items)
        return item_logits(model, items, words)

    monkeypatch.setattr(distillation, "item_logits", counted)
    epochs = []
    for _ in range(2):
        batches = _batches(examples, teachers[0].word_table())
        batch = distillation.with_teachers(batches, examples, teachers, 0.75, tmp_path)
        epochs += [[batch(number)[1] for number in (0, 1, 1, 0)]]
    assert len(asked) == len(teachers) * len(examples)
    np.testing.assert_array_equal(epochs[0], epochs[1])


def test_teacher_that_is_not_shipped_is_refused(home):
    with pytest.raises(UnknownNameError, match=distillation.TEACHERS[0]):
        distillation.load_teachers(DISTILLED)
