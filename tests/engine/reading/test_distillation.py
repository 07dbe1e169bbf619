"""A training that learns what other networks answer, beside what people did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import checkpoint
from engine.data import glove
from engine.data.vocabulary import Vocabulary
from engine.errors import UnknownNameError
from engine.reading import distillation
from engine.reading.batching import Buckets
from engine.reading.config import PRESETS
from engine.reading.data import read
from engine.reading.encoding import Words, encode, examples, trainable
from engine.reading.evaluate import logits_of
from tests.contract import contexts, tiny

TAUGHT = replace(PRESETS["bidaf"], distillation_weight=0.75)


@pytest.fixture
def shipped(home, learned):
    """Two tiny networks, shipped in this test's own folder as the teachers."""
    for name, preset in zip(distillation.TEACHERS, ("bidaf", "quick"), strict=True):
        source = learned("reading", preset).checkpoint
        card = checkpoint.read_card(source, "reading")
        folder = checkpoint.shipped_folder() / "reading" / name
        folder.parent.mkdir(parents=True, exist_ok=True)
        files = {file: source / file for file in card.files}
        checkpoint.write(folder, tiny.renamed(card, name), files)


@pytest.fixture(scope="module")
def found():
    """A few questions of the tiny data, as they are trained on."""
    return trainable(examples(read(contexts.even(), "ours.json")), 300, 30)[::3][:8]


def _buckets(found, words):
    return Buckets([encode(example, words) for example in found], words, 4, seed=0)


def test_people_alone_teach_unless_more_is_asked(found, tmp_path):
    assert distillation.teachers(PRESETS["bidaf"]) == ()
    assert distillation.facts(()) == {}
    buckets = _buckets(found, Words(glove.load(), Vocabulary("abc"), 16))
    batch = distillation.batches(buckets, found, (), 0.75, tmp_path)
    np.testing.assert_array_equal(batch(0)[1], buckets.batch(0)[1])


def test_target_is_partly_what_the_teachers_say_in_the_mean(shipped, found, tmp_path):
    teachers = distillation.teachers(TAUGHT)
    words = teachers[0].words()
    buckets = _buckets(found, words)
    _, alone = buckets.batch(1)
    inputs, taught = distillation.batches(buckets, found, teachers, 0.75, tmp_path)(1)
    np.testing.assert_array_equal(inputs["context"], buckets.batch(1)[0]["context"])
    np.testing.assert_allclose(taught.sum(axis=2), 1, atol=0.01)
    for row, place in enumerate(buckets.places(1)):
        answers = []
        for teacher in teachers:
            own = teacher.words()
            ((_, logs),) = logits_of(teacher.model, [encode(found[place], own)], own)
            answers.append(np.exp(logs))
        mean = np.mean(answers, axis=0)
        size = mean.shape[1]
        wanted = 0.25 * alone[row, :, :size] + 0.75 * mean
        np.testing.assert_allclose(taught[row, :, :size], wanted, atol=2e-3)
        assert not taught[row, :, size:].any()


def test_each_question_is_asked_once_even_by_a_resumed_run(
    shipped, found, tmp_path, monkeypatch
):
    asked = []

    def counted(model, items, words):
        asked.extend(items)
        return logits_of(model, items, words)

    monkeypatch.setattr(distillation, "logits_of", counted)
    teachers = distillation.teachers(TAUGHT)
    epochs = []
    for _ in range(2):
        buckets = _buckets(found, teachers[0].words())
        batch = distillation.batches(buckets, found, teachers, 0.75, tmp_path)
        epochs += [[batch(number)[1] for number in (0, 1, 1, 0)]]
    assert len(asked) == len(teachers) * len(found)
    np.testing.assert_array_equal(epochs[0], epochs[1])


def test_teacher_that_is_not_shipped_is_refused(home):
    with pytest.raises(UnknownNameError, match=distillation.TEACHERS[0]):
        distillation.teachers(TAUGHT)


@pytest.mark.slow
def test_card_says_who_taught(shipped):
    settings = {**tiny.TINY["reading"].networks["bidaf"], "distillation_weight": 0.75}
    run = tiny.create("reading", "bidaf", tiny.TINY["reading"].data, **settings)
    assert tiny.work(run) == "done", run.events[-1]
    card = checkpoint.read_card(run.folder / "checkpoint", "reading")
    assert card.facts["teachers"] == "bidaf, bidaf-short"
    digests = [
        checkpoint.read_card(
            checkpoint.shipped_folder() / "reading" / name, "reading"
        ).files["model.weights.h5"]
        for name in distillation.TEACHERS
    ]
    assert card.facts["teachers_sha256"] == digests
