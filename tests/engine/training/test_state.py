"""A training that stops, fails or is killed leaves a state to resume from."""

from __future__ import annotations

import errno

import numpy as np
import pytest

from engine import hdf5
from engine.errors import CheckpointError, DiskFullError, DivergedError
from tests.engine.training.linear import batch, fitting_of, never, new_model


@pytest.fixture
def model():
    return new_model()


def test_stop_ends_within_one_batch_and_resuming_changes_nothing(model, tmp_path):
    from engine.training.loop import fit

    unbroken = fitting_of(model)
    fit(unbroken, tmp_path / "unbroken", lambda event: None, never)

    requested = []

    def counted(number):
        requested.append(number)
        return batch(number)

    reported = []
    first = fitting_of(new_model(), batch=counted)
    at, outcome = fit(
        first, tmp_path / "parts", reported.append, lambda: len(requested) == 7
    )
    assert (at.step, outcome) == (7, "stopped")
    second = fitting_of(new_model(), batch=counted)
    at, outcome = fit(second, tmp_path / "parts", reported.append, never)
    assert (at.step, outcome) == (20, "done")
    assert requested == list(range(20))
    for left, right in zip(model.weights, second.model.weights, strict=True):
        np.testing.assert_array_equal(np.asarray(left), np.asarray(right))
    assert [s.epoch for s in at.snapshots] == [1, 2]
    times = [event.at for event in reported]
    assert times == sorted(times)


def test_fractions_of_the_first_epoch_are_kept_and_change_nothing(model, tmp_path):
    from engine.training.loop import fit

    weights_after = [model.get_weights()]
    for number in range(128):
        model.train_on_batch(*batch(number))
        weights_after.append(model.get_weights())

    requested = []

    def counted(number):
        requested.append(number)
        return batch(number)

    size = {"steps_per_epoch": 64, "epochs": 2, "batch": counted}
    first = fitting_of(new_model(), **size)
    fit(first, tmp_path, lambda event: None, lambda: len(requested) == 20)
    resumed = fitting_of(new_model(), **size)
    at, _ = fit(resumed, tmp_path, lambda event: None, never)
    for expected, found in zip(
        weights_after[-1], resumed.model.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(found, expected)
    assert [s.epoch for s in at.snapshots] == [1 / 8, 1 / 4, 1 / 2, 1]
    for snapshot, step in zip(at.snapshots, (8, 16, 32, 64), strict=True):
        arrays, _ = hdf5.read(tmp_path / snapshot.file)
        (kernel,) = (array for array in arrays.values() if array.shape == (3, 1))
        np.testing.assert_allclose(kernel, weights_after[step][0], atol=0.02)  # int8


def test_stop_before_the_first_batch_leaves_a_state(model, tmp_path):
    from engine.training.loop import fit

    at, outcome = fit(fitting_of(model), tmp_path, lambda event: None, lambda: True)
    assert (at.step, outcome) == (0, "stopped")
    assert (tmp_path / "state.h5").is_file()


def test_incomplete_state_is_refused(model, tmp_path):
    from engine.training.loop import fit

    fit(fitting_of(model), tmp_path, lambda event: None, lambda: True)
    arrays, about = hdf5.read(tmp_path / "state.h5")
    hdf5.write(tmp_path / "state.h5", arrays, step=about["step"])
    with pytest.raises(CheckpointError, match=r"state\.h5 is damaged.*Start a new"):
        fit(fitting_of(new_model()), tmp_path, lambda event: None, never)


def test_finished_state_is_not_trained_again(model, tmp_path):
    from engine.training.loop import fit

    fit(fitting_of(model), tmp_path, lambda event: None, never)
    before = [np.asarray(weight) for weight in model.weights]
    resumed = fitting_of(new_model())
    at, outcome = fit(resumed, tmp_path, lambda event: None, never)
    assert (at.step, outcome) == (20, "done")
    for left, right in zip(before, resumed.model.weights, strict=True):
        np.testing.assert_array_equal(left, np.asarray(right))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_loss_that_is_not_a_number_ends_it_and_keeps_the_state(model, tmp_path, bad):
    from engine.training.loop import fit

    def broken(number):
        inputs, targets = batch(number)
        return inputs, targets + (bad if number == 7 else 0)

    with pytest.raises(DivergedError, match="after 8 batches"):
        fit(fitting_of(model, batch=broken), tmp_path, lambda event: None, never)
    arrays, about = hdf5.read(tmp_path / "state.h5")
    assert about["step"] == 5
    assert all(np.isfinite(array).all() for array in arrays.values())


def test_validation_that_is_not_a_number_ends_it_before_anything_is_saved(
    model, tmp_path
):
    from engine.training.loop import fit

    fitting = fitting_of(model, validate=lambda: {"loss": float("nan")})
    with pytest.raises(DivergedError, match="Training diverged"):
        fit(fitting, tmp_path, lambda event: None, never)
    assert not (tmp_path / "state.h5").exists()


def test_full_disk_is_an_error(model, tmp_path, monkeypatch):
    from engine.training.loop import fit

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("h5py.File", full)
    with pytest.raises(DiskFullError, match="No space left"):
        fit(fitting_of(model), tmp_path, lambda event: None, never)
