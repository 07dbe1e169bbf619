"""Every experiment, every preset: stopped, resumed, diverged, and overfitted."""

from __future__ import annotations

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint, weights
from engine.runs import store
from engine.runs.events import Finished, Progress, Started
from tests.contract.tiny import TINY, create, everything, networks, work
from tests.contract.watch import Watch

DISTINCT = pytest.mark.parametrize(("name", "preset"), everything(alike=False))
NETWORK = pytest.mark.parametrize(("name", "preset"), networks(alike=False))


@DISTINCT
def test_stop_ends_it_and_keeps_what_it_learned(name, preset, home):
    run = create(name, preset)
    # Asked as soon as it says anything: the first line is Started's.
    assert work(run, lambda line: store.request_stop(run)) == "stopped"
    said = run.events
    assert isinstance(said[-1], Finished)
    assert said[-1].step < said[0].total_steps
    assert not (run.folder / "stop").exists()
    card = checkpoint.verify(run.folder / "checkpoint", name)
    assert card.outcome == "stopped"
    predictor = registry.get(name).load(run.folder / "checkpoint")
    assert np.isfinite(TINY[name].answer(predictor, TINY[name].inputs[0])).all()


@NETWORK
def test_every_trainable_weight_moved(name, preset, learned):
    made = learned(name, preset)
    assert made.before
    still = [
        path
        for path, array in made.before.items()
        if np.array_equal(made.after[path], array)
    ]
    assert not still


@pytest.mark.slow
@NETWORK
def test_resumed_run_ends_where_an_unbroken_one_does(
    name, preset, learned, home, monkeypatch
):
    whole = learned(name, preset)
    total = whole.batches
    middle = total // 2 + 3  # within an epoch: state and masks must carry over
    run = create(name, preset)
    watch = Watch(
        lambda losses: len(losses) == middle, lambda logs: store.request_stop(run)
    )
    with monkeypatch.context() as patch:
        watch.over(patch)
        assert work(run) == "stopped"
    assert len(watch.losses) == middle  # not one batch more
    assert store.state(run) == "stopped"
    assert store.resumable(run)
    watch = Watch().over(monkeypatch)
    assert work(run) == "done"
    assert len(watch.losses) == total - middle

    said = run.events
    starts = [event for event in said if isinstance(event, Started)]
    assert [start.step for start in starts] == [0, middle]
    steps = [e.step for e in said if isinstance(e, Progress) and e.split == "train"]
    assert steps == sorted(steps)
    times = [event.at for event in said]
    assert times == sorted(times)
    # The same batches, masks, optimiser and carried state; and the same seed
    # gives the same weights.
    ended = weights.of_model(watch.model)
    assert set(ended) == set(whole.after)
    for path, array in ended.items():
        np.testing.assert_allclose(array, whole.after[path], rtol=0, atol=1e-6)
    card = checkpoint.read_card(run.folder / "checkpoint", name)
    assert [snapshot.epoch for snapshot in card.snapshots] == [1, 2]


@pytest.mark.slow
@NETWORK
def test_loss_that_is_not_a_number_ends_the_run_and_keeps_the_state(
    name, preset, learned, home, monkeypatch
):
    epoch = learned(name, preset).said[0].steps_per_epoch
    run = create(name, preset)
    Watch(
        lambda losses: len(losses) == epoch + 2,
        lambda logs: {**logs, "loss": np.nan},
    ).over(monkeypatch)
    assert work(run) == "failed"
    last = run.events[-1]
    assert isinstance(last, Finished)
    assert "Training diverged" in last.reason
    assert store.resumable(run)
    arrays, about = weights.read(run.folder / "state.h5")
    assert int(about["step"]) == epoch
    assert all(np.isfinite(array).all() for array in arrays.values())
    assert not (run.folder / "checkpoint").exists()


@pytest.mark.slow
@NETWORK
def test_one_batch_can_be_learned_by_heart(name, preset, home, monkeypatch):
    data, overrides = TINY[name].one_batch
    run = create(name, preset, data, **overrides)
    watch = Watch(
        lambda losses: losses[-1] < 0.1 * losses[0],
        lambda logs: store.request_stop(run),
    ).over(monkeypatch)
    assert work(run) == "stopped", watch.losses[:: len(watch.losses) // 10]
    assert run.events[0].steps_per_epoch == 1
