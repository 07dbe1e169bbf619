"""A pause, single steps and another learning rate, while a training runs."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest

from engine.runs import control, facts
from engine.runs.control import Control
from engine.runs.events import (
    Continued,
    LearningRateChanged,
    OneStep,
    Paused,
    Progress,
)
from tests.engine.training.linear import batch, fitting_of, never, new_model


class User:
    """Asks for something each time that the training reports or rests.

    Args:
        folder: Of the run.
        plan: Each time that the training sleeps, what is asked for next; the last
            stays.
    """

    def __init__(self, folder, monkeypatch, *plan: Control):
        from engine.training import pausing

        self.folder, self.plan, self.phases = folder, list(plan), []
        monkeypatch.setattr(pausing.time, "sleep", self.wait)
        self.next()

    def next(self):
        control._write(self.folder, self.plan.pop(0))

    def wait(self, seconds):
        self.phases.append((self.folder / "paused").exists())
        self.next()


def trained(folder, model=None, stop=never, **changes):
    from engine.training.loop import fit

    reported = []
    model = model or new_model()
    fitting = fitting_of(model, validate=None, **changes)
    at, outcome = fit(fitting, folder, reported.append, stop)
    return model, reported, at, outcome


def weights_of(model):
    return [np.asarray(v) for v in (*model.variables, *model.optimizer.variables)]


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def test_paused_stepped_and_continued_run_ends_with_the_same_bits(
    tmp_path, monkeypatch
):
    plain, *_ = trained(tmp_path / "plain")
    folder = tmp_path / "paused"
    folder.mkdir()
    user = User(
        folder,
        monkeypatch,
        Control(paused=True, step=0),
        Control(paused=True, step=1),
        Control(paused=True, step=2),
        Control(),
    )
    model, events, at, outcome = trained(folder)
    assert (outcome, at.step) == ("done", 20)
    assert user.phases == [True] * 3
    assert not (folder / "paused").exists()
    assert [e.step for e in of(OneStep, events)] == [1, 2, 3]
    assert [e.step for e in of(Paused, events)] == [0]
    assert [e.step for e in of(Continued, events)] == [3]
    for left, right in zip(weights_of(plain), weights_of(model), strict=True):
        np.testing.assert_array_equal(left, right)


def test_single_step_measures_gradient_losses_and_one_weight(tmp_path, monkeypatch):
    import tensorflow as tf

    model = new_model()
    model.optimizer.global_clipnorm = 0.5
    inputs, targets = batch(0)

    def loss():
        return float(np.mean((np.asarray(model(inputs)) - targets) ** 2))

    first = loss()
    with tf.GradientTape() as tape:
        error = tf.reduce_mean((model(inputs) - targets) ** 2)
    raw = tape.gradient(error, [v.value for v in model.trainable_variables])
    clipped, norm = tf.clip_by_global_norm(raw, 0.5)
    assert norm > 0.5
    gradients = [np.asarray(gradient) for gradient in clipped]
    kernel = np.asarray(model.trainable_variables[0])
    User(tmp_path, monkeypatch, Control(paused=True, step=0), Control(paused=True))
    stops = iter([False, False, False])
    _, events, *_ = trained(tmp_path, model, stop=lambda: next(stops, True))
    (step,) = of(OneStep, events)
    assert step.loss_before == pytest.approx(first, rel=1e-5)
    assert step.loss_after == pytest.approx(loss(), rel=1e-5)
    assert step.loss_after < step.loss_before
    assert step.learning_rate == pytest.approx(0.1)
    whole = np.sqrt(sum(np.square(gradient).sum() for gradient in gradients))
    assert list(step.gradient_norms.values()) == pytest.approx([whole], rel=1e-5)
    place = int(np.abs(gradients[0]).argmax())
    assert step.weight.endswith(f"kernel[{place}, 0]")
    assert step.weight_gradient == pytest.approx(gradients[0].flat[place], rel=1e-5)
    assert step.weight_before == kernel.flat[place]
    assert step.weight_after == np.asarray(model.trainable_variables[0]).flat[place]


def test_same_weight_is_followed_from_step_to_step(tmp_path, monkeypatch):
    plan = [Control(paused=True, step=step) for step in range(4)]
    User(tmp_path, monkeypatch, *plan, Control())
    _, events, *_ = trained(tmp_path)
    steps = of(OneStep, events)
    assert len({step.weight for step in steps}) == 1
    for one, following in pairwise(steps):
        assert following.weight_before == one.weight_after


def test_learning_rate_is_scaled_reported_and_kept_by_a_resumed_run(tmp_path):
    control._write(tmp_path, Control(learning_rate_factor=0.5))
    _, events, at, _ = trained(tmp_path, epochs=2)
    (change,) = of(LearningRateChanged, events)
    assert (change.step, change.factor, at.learning_rate_factor) == (0, 0.5, 0.5)
    rates = [e.learning_rate for e in of(Progress, events) if e.split == "train"]
    assert rates == pytest.approx([0.05] * len(rates))

    (tmp_path / control.FILE).unlink()  # the state alone keeps it
    _, events, at, _ = trained(tmp_path)
    assert not of(LearningRateChanged, events)
    rates = [e.learning_rate for e in of(Progress, events) if e.split == "train"]
    assert rates[-1] == pytest.approx(0.05)


def test_scaled_rate_moves_the_weights_by_as_much(tmp_path):
    def first_move(folder, factor):
        folder.mkdir()
        control._write(folder, Control(learning_rate_factor=factor))
        model = new_model()
        before = np.asarray(model.trainable_variables[0])
        calls = iter([False])
        trained(folder, model, stop=lambda: next(calls, True))
        return np.asarray(model.trainable_variables[0]) - before

    whole = first_move(tmp_path / "whole", 1.0)
    np.testing.assert_allclose(
        first_move(tmp_path / "double", 2.0), 2 * whole, rtol=1e-5
    )


def test_state_of_an_earlier_version_has_no_factor(tmp_path):
    from engine import hdf5

    trained(tmp_path, epochs=2)
    arrays, about = hdf5.read(tmp_path / "state.h5")
    del about["learning_rate_factor"]
    about.pop("sha256", None)
    hdf5.write(tmp_path / "state.h5", arrays, **about)
    assert not [name for name in arrays if "factor" in name]
    _, _, at, outcome = trained(tmp_path)
    assert (outcome, at.step, at.learning_rate_factor) == ("done", 20, 1.0)


def test_stop_ends_a_pause_and_its_state_resumes(tmp_path, monkeypatch):
    plain, *_ = trained(tmp_path / "plain")
    folder = tmp_path / "paused"
    folder.mkdir()
    user = User(folder, monkeypatch, Control(paused=True), *[Control(paused=True)] * 2)
    _, _, at, outcome = trained(folder, stop=lambda: len(user.plan) == 1)
    assert (outcome, at.step) == ("stopped", 0)
    assert (folder / "state.h5").exists()
    control.release(folder)
    assert control.read(folder) == Control()
    model, _, at, outcome = trained(folder)
    assert outcome == "done"
    for left, right in zip(weights_of(plain), weights_of(model), strict=True):
        np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"paused": 1}', '{"step": 1e99}', '{"more": true}', "\xff"]
)
def test_damaged_request_asks_for_nothing(tmp_path, text):
    (tmp_path / control.FILE).write_text(text, encoding="latin-1")
    assert control.read(tmp_path) == Control()


def test_factor_out_of_bounds_is_ignored(tmp_path):
    control._write(tmp_path, Control(paused=True, learning_rate_factor=1e9))
    assert asdict(control.read(tmp_path)) == asdict(Control(paused=True))


def test_change_that_a_resumed_run_makes_again_counts_once():
    events = [LearningRateChanged(1.0, 5, 0.5), LearningRateChanged(1.0, 5, 0.5)]
    assert facts.rate_changed_in_words(events) == "× 0.5 from step 5 on"
    assert facts.rate_changed_in_words([]) == ""
