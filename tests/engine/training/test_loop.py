"""The loop of every experiment, on a model of four weights."""

from __future__ import annotations

import errno

import numpy as np
import pytest

from engine.checkpoints import weights
from engine.errors import CheckpointError, DiskFullError, DivergedError
from engine.runs.events import Progress, Sample, Started

SLOPE = np.asarray([[1.0], [-2.0], [0.5]], np.float32)


def batch(number):
    inputs = np.random.default_rng(number).normal(size=(8, 3)).astype(np.float32)
    return inputs, inputs @ SLOPE + 3


def fitting_of(model, **changes):
    from engine.training.fitting import Fitting

    values = {
        "model": model,
        "batch": batch,
        "steps_per_epoch": 5,
        "epochs": 4,
        "units_per_batch": 8,
        "unit": "points",
        "validate": lambda: {"loss": float(model.evaluate(*batch(999), verbose=0))},
        "sample": lambda: "a sample",
    }
    return Fitting(**(values | changes))


@pytest.fixture
def model():
    return new_model()


def new_model(use_ema=False):
    import keras

    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    optimizer = keras.optimizers.Adam(0.1, use_ema=use_ema, ema_momentum=0.9)
    model.compile(optimizer, loss="mse")
    return model


def never():
    return False


def test_every_epoch_has_a_sample_where_nothing_is_validated(
    model, tmp_path, monkeypatch
):
    from engine.training import schedule
    from engine.training.loop import fit

    monkeypatch.setattr(schedule, "_LEAST_SECONDS", 0.0)
    monkeypatch.setattr(schedule, "_SHARE", 0.0)
    monkeypatch.setattr(
        schedule.Pace, "validation_due", lambda pace, epoch_ended: False
    )
    said = []
    fit(fitting_of(model), tmp_path, said.append, never)
    samples = [event.epoch for event in said if isinstance(event, Sample)]
    assert samples == [1, 2, 3, 4]
    checks = [e for e in said if isinstance(e, Progress) and e.split == "validation"]
    assert 3 not in [event.epoch for event in checks]


def test_it_trains_each_batch_once_and_reports(model, tmp_path):
    from engine.training.loop import fit

    asked, begun, said = [], [], []

    def counted(number):
        asked.append(number)
        return batch(number)

    fitting = fitting_of(
        model, batch=counted, begin_epoch=lambda: begun.append(len(asked))
    )
    at, outcome = fit(fitting, tmp_path, said.append, never)
    assert (at.step, outcome) == (20, "done")
    assert asked == list(range(20))
    assert begun == [0, 5, 10, 15]
    assert said[0] == Started(0.0, 0, 20, 5, 4, "points")
    train = [e for e in said if isinstance(e, Progress) and e.split == "train"]
    assert train[-1].step == 20
    assert train[-1].epoch == 4
    assert train[-1].rate > 0
    assert train[-1].learning_rate == pytest.approx(0.1)
    checks = [e for e in said if isinstance(e, Progress) and e.split == "validation"]
    # At each snapshot and at the end.
    assert [check.step for check in checks] == [5, 10, 20]
    assert sum(isinstance(e, Sample) for e in said) == 3
    assert [kept.epoch for kept in at.snapshots] == [1, 2]
    assert all((tmp_path / kept.file).is_file() for kept in at.snapshots)


def test_stop_ends_within_one_batch_and_resuming_changes_nothing(model, tmp_path):
    from engine.training.loop import fit

    whole = fitting_of(model)
    fit(whole, tmp_path / "whole", lambda event: None, never)

    asked = []

    def counted(number):
        asked.append(number)
        return batch(number)

    said = []
    first = fitting_of(new_model(), batch=counted)
    at, outcome = fit(first, tmp_path / "parts", said.append, lambda: len(asked) == 7)
    assert (at.step, outcome) == (7, "stopped")
    second = fitting_of(new_model(), batch=counted)
    at, outcome = fit(second, tmp_path / "parts", said.append, never)
    assert (at.step, outcome) == (20, "done")
    assert asked == list(range(20))
    for one, other in zip(model.weights, second.model.weights, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
    assert [kept.epoch for kept in at.snapshots] == [1, 2]
    times = [event.at for event in said]
    assert times == sorted(times)


def test_stop_before_the_first_batch_leaves_a_state(model, tmp_path):
    from engine.training.loop import fit

    at, outcome = fit(fitting_of(model), tmp_path, lambda event: None, lambda: True)
    assert (at.step, outcome) == (0, "stopped")
    assert (tmp_path / "state.h5").is_file()


def test_a_state_that_says_too_little_is_named(model, tmp_path):
    from engine.training.loop import fit

    fit(fitting_of(model), tmp_path, lambda event: None, lambda: True)
    arrays, about = weights.read(tmp_path / "state.h5")
    weights.write(tmp_path / "state.h5", arrays, step=about["step"])
    with pytest.raises(CheckpointError, match=r"state\.h5 is damaged.*Start another"):
        fit(fitting_of(new_model()), tmp_path, lambda event: None, never)


def test_finished_state_is_not_trained_again(model, tmp_path):
    from engine.training.loop import fit

    fit(fitting_of(model), tmp_path, lambda event: None, never)
    before = [np.asarray(weight) for weight in model.weights]
    again = fitting_of(new_model())
    at, outcome = fit(again, tmp_path, lambda event: None, never)
    assert (at.step, outcome) == (20, "done")
    for one, other in zip(before, again.model.weights, strict=True):
        np.testing.assert_array_equal(one, np.asarray(other))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_loss_that_is_no_number_is_named_and_the_state_kept(model, tmp_path, bad):
    from engine.training.loop import fit

    def broken(number):
        inputs, targets = batch(number)
        return inputs, targets + (bad if number == 7 else 0)

    with pytest.raises(DivergedError, match="after 8 batches"):
        fit(fitting_of(model, batch=broken), tmp_path, lambda event: None, never)
    arrays, about = weights.read(tmp_path / "state.h5")
    assert about["step"] == 5
    assert all(np.isfinite(array).all() for array in arrays.values())


def test_validation_that_is_no_number_is_named_before_anything_is_saved(
    model, tmp_path
):
    from engine.training.loop import fit

    fitting = fitting_of(model, validate=lambda: {"loss": float("nan")})
    with pytest.raises(DivergedError, match="Training diverged"):
        fit(fitting, tmp_path, lambda event: None, never)
    assert not (tmp_path / "state.h5").exists()


def test_full_disk_is_named(model, tmp_path, monkeypatch):
    from engine.training.loop import fit

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("h5py.File", full)
    with pytest.raises(DiskFullError, match="No space left"):
        fit(fitting_of(model), tmp_path, lambda event: None, never)


def test_averaged_weights_are_lent_and_given_back(tmp_path):
    from engine.checkpoints.weights import of_model
    from engine.training.loop import fit
    from engine.training.optimizers import averaged

    model = new_model(use_ema=True)
    with averaged(model):  # nothing learned yet: nothing to average
        pass
    fit(fitting_of(model), tmp_path, lambda event: None, never)
    before = of_model(model)
    with averaged(model):
        inside = of_model(model)
    after = of_model(model)
    for name, array in before.items():
        np.testing.assert_array_equal(after[name], array)
    assert any(not np.array_equal(before[name], inside[name]) for name in before)


def test_batches_may_be_prepared_ahead_and_are_the_same(model, tmp_path):
    from threading import current_thread

    from engine.training.loop import fit

    fit(fitting_of(model), tmp_path / "plain", lambda event: None, never)
    asked, threads = [], set()

    def noted(number):
        asked.append(number)
        threads.add(current_thread().name)
        return batch(number)

    ahead = fitting_of(new_model(), batch=noted, ahead=True)
    at, outcome = fit(ahead, tmp_path, lambda event: None, lambda: len(asked) > 8)
    assert outcome == "stopped"
    assert at.step < len(asked)  # the next one was prepared already
    again = fitting_of(new_model(), batch=noted, ahead=True)
    assert fit(again, tmp_path, lambda event: None, never)[1] == "done"
    assert asked[-1] == 19
    assert all("batches" in name for name in threads)
    for one, other in zip(model.weights, again.model.weights, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


def test_error_in_a_batch_prepared_ahead_is_raised(model, tmp_path):
    from engine.training.loop import fit

    def broken(number):
        if number == 3:
            raise DiskFullError("no room")
        return batch(number)

    with pytest.raises(DiskFullError, match="no room"):
        fit(
            fitting_of(model, batch=broken, ahead=True),
            tmp_path,
            lambda event: None,
            never,
        )


def test_something_may_be_done_after_each_batch_and_is_carried_over(model, tmp_path):
    import keras

    from engine.training.loop import fit

    def counting(model, seen):
        total = keras.Variable(0.0)

        def after(step):
            seen.append(step)
            total.assign(total + step)

        return fitting_of(model, after_batch=after, carried=[total]), total

    seen = []
    first, _ = counting(model, seen)
    fit(first, tmp_path, lambda event: None, lambda: len(seen) == 6)
    second, total = counting(new_model(), seen)
    fit(second, tmp_path, lambda event: None, never)
    assert seen == list(range(1, 21))
    assert float(np.asarray(total)) == sum(range(21))


def test_without_anything_held_out_there_is_no_validation(model, tmp_path):
    from engine.training.loop import fit

    said = []
    at, outcome = fit(fitting_of(model, validate=None), tmp_path, said.append, never)
    assert outcome == "done"
    splits = {event.split for event in said if isinstance(event, Progress)}
    assert splits == {"train"}
    assert [kept.values for kept in at.snapshots] == [{}, {}]
