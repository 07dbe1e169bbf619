"""The loop of every experiment: batches, reports, validation, samples, prefetching."""

from __future__ import annotations

import numpy as np
import pytest

from engine import hdf5
from engine.errors import DiskFullError
from engine.runs.events import Progress, Sample, Started
from tests.engine.training.linear import batch, fitting_of, never, new_model


@pytest.fixture
def model():
    return new_model()


def test_every_epoch_has_a_sample_even_without_validation(model, tmp_path, monkeypatch):
    from engine.training import schedule
    from engine.training.loop import fit

    monkeypatch.setattr(schedule, "_LEAST_SECONDS", 0.0)
    monkeypatch.setattr(schedule, "_COST_FACTOR", 0.0)
    monkeypatch.setattr(
        schedule.Pace, "validation_due", lambda pace, epoch_ended: False
    )
    reported = []
    fit(fitting_of(model), tmp_path, reported.append, never)
    samples = [event.epoch for event in reported if isinstance(event, Sample)]
    assert samples == [1, 2, 3, 4]
    checks = [
        e for e in reported if isinstance(e, Progress) and e.split == "validation"
    ]
    assert 3 not in [event.epoch for event in checks]


def test_each_batch_is_trained_on_once_and_reported(model, tmp_path):
    from engine.training.loop import fit

    requested, epoch_starts, reported = [], [], []

    def counted(number):
        requested.append(number)
        return batch(number)

    fitting = fitting_of(
        model, batch=counted, begin_epoch=lambda: epoch_starts.append(len(requested))
    )
    at, outcome = fit(fitting, tmp_path, reported.append, never)
    assert (at.step, outcome) == (20, "done")
    assert requested == list(range(20))
    assert epoch_starts == [0, 5, 10, 15]
    assert reported[0] == Started(0.0, 0, 20, 5, 4, "points")
    train = [e for e in reported if isinstance(e, Progress) and e.split == "train"]
    assert train[-1].step == 20
    assert train[-1].epoch == 4
    assert train[-1].rate > 0
    assert train[-1].learning_rate == pytest.approx(0.1)
    checks = [
        e for e in reported if isinstance(e, Progress) and e.split == "validation"
    ]
    # At each snapshot and at the end.
    assert [check.step for check in checks] == [5, 10, 20]
    assert sum(isinstance(e, Sample) for e in reported) == 3
    assert [s.epoch for s in at.snapshots] == [1, 2]
    assert all((tmp_path / s.file).is_file() for s in at.snapshots)


def test_reported_loss_is_the_mean_of_the_batches_since_the_last_report(
    model, tmp_path, monkeypatch
):
    from engine.training.loop import fit

    of_batches, reported = [], []
    train_on_batch = model.train_on_batch

    def noted(*args, **options):
        logs = train_on_batch(*args, **options)
        of_batches.append(logs["loss"])
        return logs

    monkeypatch.setattr(model, "train_on_batch", noted)
    fit(fitting_of(model), tmp_path, reported.append, never)
    train = [e for e in reported if isinstance(e, Progress) and e.split == "train"]
    starts = [0, *(event.step for event in train)]
    since = [
        of_batches[start : event.step]
        for start, event in zip(starts, train, strict=False)
    ]
    means = [np.mean(losses) for losses in since]
    assert [event.values["loss"] for event in train] == pytest.approx(means)
    assert max(map(len, since)) > 1


def test_averaged_weights_are_put_in_and_taken_out_again(tmp_path):
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


def test_prefetched_batches_are_the_same(model, tmp_path):
    from threading import current_thread

    from engine.training.loop import fit

    fit(fitting_of(model), tmp_path / "plain", lambda event: None, never)
    requested, threads = [], set()

    def noted(number):
        requested.append(number)
        threads.add(current_thread().name)
        return batch(number)

    prefetching = fitting_of(new_model(), batch=noted, prefetch=True)
    at, outcome = fit(
        prefetching, tmp_path, lambda event: None, lambda: len(requested) > 8
    )
    assert outcome == "stopped"
    assert at.step < len(requested)  # the next one was prepared already
    resumed = fitting_of(new_model(), batch=noted, prefetch=True)
    assert fit(resumed, tmp_path, lambda event: None, never)[1] == "done"
    assert requested[-1] == 19
    assert all("batches" in name for name in threads)
    for left, right in zip(model.weights, resumed.model.weights, strict=True):
        np.testing.assert_array_equal(np.asarray(left), np.asarray(right))


def test_error_in_a_prefetched_batch_is_raised(model, tmp_path):
    from engine.training.loop import fit

    def broken(number):
        if number == 3:
            raise DiskFullError("no room")
        return batch(number)

    with pytest.raises(DiskFullError, match="no room"):
        fit(
            fitting_of(model, batch=broken, prefetch=True),
            tmp_path,
            lambda event: None,
            never,
        )


def test_callback_after_each_batch_has_a_state_that_is_restored(model, tmp_path):
    import keras

    from engine.training.loop import fit

    def counting(model, seen):
        total = keras.Variable(0.0)

        def after(step):
            seen.append(step)
            total.assign(total + step)

        return fitting_of(model, after_batch=after, extra_state=[total]), total

    seen = []
    first, _ = counting(model, seen)
    fit(first, tmp_path, lambda event: None, lambda: len(seen) == 6)
    # Runs of earlier versions have it under this name.
    assert hdf5.read(tmp_path / "state.h5")[0]["carried/0"] == sum(range(7))
    second, total = counting(new_model(), seen)
    fit(second, tmp_path, lambda event: None, never)
    assert seen == list(range(1, 21))
    assert float(np.asarray(total)) == sum(range(21))


def test_without_a_validation_set_nothing_is_validated(model, tmp_path):
    from engine.training.loop import fit

    reported = []
    at, outcome = fit(
        fitting_of(model, validate=None), tmp_path, reported.append, never
    )
    assert outcome == "done"
    splits = {event.split for event in reported if isinstance(event, Progress)}
    assert splits == {"train"}
    assert [s.values for s in at.snapshots] == [{}, {}]
