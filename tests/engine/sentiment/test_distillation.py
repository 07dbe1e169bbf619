"""Distillation from networks with other seeds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import checkpoint
from engine.errors import CheckpointError
from engine.sentiment import data
from engine.sentiment.config import config_of
from engine.sentiment.training import distillation
from engine.sentiment.trees import parse
from tests.contract import tiny

STUDENT = {"seed": 1, "distillation_weight": 0.75}
EXAMPLES = data.examples([parse("(3 (2 a) (4 gem))"), parse("(1 (2 a) (1 mess))")])


@pytest.fixture
def teacher(home, learned):
    """A tiny network with seed 0, shipped in this test's own folder."""
    folder = home / "checkpoints" / "sentiment" / "teacher"
    folder.parent.mkdir(parents=True)
    folder.symlink_to(learned("sentiment", "quick").checkpoint)
    return checkpoint.read_card(folder, "sentiment")


def test_targets_are_partly_the_mean_of_teachers(teacher, tmp_path):
    config = config_of("quick", teacher.config | STUDENT | {"teachers": 1})
    teachers = distillation.load_teachers(config, "quick", teacher.sources)

    class Batches:
        labels = np.append(EXAMPLES.labels, 3)  # of a negated phrase after them

        def phrases(self, step):
            return np.array([step])

        def batch(self, step):
            return step, None

    soft = distillation.mean_probabilities(teachers * 2, EXAMPLES)
    given = (Batches(), EXAMPLES, teachers, 0.75, tmp_path)
    batch = distillation.with_teachers(*given)
    for i, label in enumerate(EXAMPLES.labels):
        expected = 0.75 * soft[i] + 0.25 * np.eye(5)[label]
        np.testing.assert_allclose(batch(i)[1], [expected], atol=1e-5)
    np.testing.assert_array_equal(batch(len(EXAMPLES.labels))[1], [np.eye(5)[3]])
    # Resumed, the stored ones are used.
    np.save(tmp_path / "teachers.npy", np.full_like(soft, 0.2))
    resumed = distillation.with_teachers(*given)(0)[1]
    assert resumed.max() == pytest.approx(0.75 * 0.2 + 0.25)


def test_student_learns_from_the_teacher_and_names_it(teacher):
    run = tiny.create("sentiment", "quick", teachers=1, **STUDENT)
    assert tiny.work(run) == "done"
    card = checkpoint.read_card(run.folder / "checkpoint", "sentiment")
    assert card.facts["teachers"] == teacher.name
    assert card.facts["teachers_sha256"] == [teacher.files["model.weights.h5"]]


def test_teachers_of_a_student_with_negated_phrases_have_none(teacher):
    with_negations = {**STUDENT, "teachers": 1, "negated_phrases": 10}
    config = config_of("quick", teacher.config | with_negations)
    assert distillation.load_teachers(config, "quick", teacher.sources)
    (folder,) = checkpoint.names("sentiment").values()
    files = {name: folder / name for name in teacher.files}
    settings = teacher.config | {"negated_phrases": 10}
    other = replace(tiny.renamed(teacher, "other"), config=settings)
    checkpoint.write(folder.with_name("other"), other, files)
    folder.unlink()
    with pytest.raises(CheckpointError, match="0 and seed 0 first"):
        distillation.load_teachers(config, "quick", teacher.sources)


def test_missing_seeds_are_named(teacher):
    config = config_of("quick", teacher.config | STUDENT | {"teachers": 3})
    with pytest.raises(CheckpointError, match="0 and seed 1, 2 first"):
        distillation.load_teachers(config, "quick", teacher.sources)


def test_network_of_before_a_setting_was_added_is_a_teacher(teacher):
    newer = ("distillation_weight", "teachers", "more_epochs")
    kept = {name: v for name, v in teacher.config.items() if name not in newer}
    (folder,) = checkpoint.names("sentiment").values()
    files = {name: folder / name for name in teacher.files}
    older = replace(tiny.renamed(teacher, "older"), config=kept)
    checkpoint.write(folder.with_name("older"), older, files)
    folder.unlink()
    config = config_of("quick", teacher.config | STUDENT | {"teachers": 1})
    (found,) = distillation.load_teachers(config, "quick", teacher.sources)
    assert found.name == "older"
