"""Each preset resumes after a kill and learns a batch; the first stops and diverges."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from engine import hdf5, registry
from engine.checkpoints import checkpoint, publish
from engine.errors import RunError
from engine.runs import control, store
from engine.runs.events import Finished, OneStep, Progress, Sample, Started
from tests.contract.tiny import TINY, counted, create, networks, work
from tests.contract.watch import Watch
from ui.cards import label_of

COUNTED = pytest.mark.parametrize(("name", "preset"), counted())
FIRST = pytest.mark.parametrize(
    ("name", "preset"),
    [(name, next(iter(tiny.networks))) for name, tiny in TINY.items() if tiny.networks],
)
_SECONDS_PER_LOOK = 100.0  # at the clock, on a machine that is busy with something else
NETWORK = pytest.mark.parametrize(("name", "preset"), networks(alike=False))


@COUNTED
def test_stop_ends_counting_and_keeps_what_it_counted(name, preset, home):
    run = create(name, preset)
    # Asked as soon as it says anything: the first line is Started's.
    assert work(run, lambda line: store.request_stop(run)) == "stopped"
    stopped_well(run)


def stopped_well(run):
    """Assert that a stopped run kept what it learned so far, ready to answer."""
    said, name = run.events, run.experiment
    assert isinstance(said[-1], Finished)
    assert said[-1].step < said[0].total_steps
    assert store.state(run) == "stopped"
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
@FIRST
def test_stop_ends_within_a_batch_and_keeps_what_was_learned(
    name, preset, home, monkeypatch
):
    run = create(name, preset)
    watch = Watch(lambda losses: len(losses) == 3, lambda logs: store.request_stop(run))
    watch.over(monkeypatch)
    assert work(run) == "stopped"
    assert len(watch.losses) == 3  # not one batch more
    stopped_well(run)
    assert store.resumable(run)


@pytest.mark.slow
@NETWORK
def test_resumed_run_ends_where_an_unbroken_one_does(
    name, preset, learned, home, monkeypatch
):
    whole = learned(name, preset)
    total, kept = whole.batches, whole.kill_step
    run = whole.killed(home / "runs")
    assert store.resumable(run)
    # Within an epoch: state and masks must carry over.
    assert kept % run.events[0].steps_per_epoch
    watch = Watch().over(monkeypatch)
    on_a_busy_machine(monkeypatch)
    assert work(run, user_who_takes_one_step(run, kept)) == "done"
    assert len(watch.losses) == total - kept + 1  # its batch was measured again
    assert looks(run.events) > looks(whole.said)

    said = run.events
    (step,) = [event for event in said if isinstance(event, OneStep)]
    assert [step.loss_before, step.loss_after] == watch.losses[:2]
    assert all(norm > 0 for norm in step.gradient_norms.values())
    assert step.weight_before != step.weight_after
    starts = [event for event in said if isinstance(event, Started)]
    assert [start.step for start in starts] == [0, kept]
    steps = [e.step for e in said if isinstance(e, Progress) and e.split == "train"]
    assert steps == sorted(steps)
    times = [event.at for event in said]
    assert times == sorted(times)
    ended_alike(run, whole)
    card = checkpoint.read_card(run.folder / "checkpoint", name)
    assert [snapshot.epoch for snapshot in card.snapshots] == [1, 2]


def ended_alike(run, whole):
    """Assert that two trainings ended with the same network, to the last bit.

    Weights, statistics of batch normalisation, seeds of dropout, states of stateful
    layers, and all of the optimiser's.
    """
    expected, _ = hdf5.read(whole.folder / "state.h5")
    found, _ = hdf5.read(run.folder / "state.h5")
    assert found.keys() == expected.keys()
    assert {path.partition("/")[0] for path in found} >= {"model", "optimizer"}
    for path, array in found.items():
        np.testing.assert_array_equal(array, expected[path], err_msg=path)


def on_a_busy_machine(patch):
    """Let the clock run ahead: a training validates, samples and saves by seconds."""
    from engine.training import progress, schedule

    clock = count(0.0, _SECONDS_PER_LOOK)
    busy = SimpleNamespace(monotonic=lambda: next(clock))
    patch.setattr(schedule, "time", busy)
    patch.setattr(progress, "time", busy)


def looks(events):
    """Return how often a training looked at its network."""
    return sum(
        isinstance(event, Sample)
        or (isinstance(event, Progress) and event.split == "validation")
        for event in events
    )


def user_who_takes_one_step(run, step):
    """Return what follows the lines of a run: pause, train on one batch, continue."""

    def follow(line):
        if "resumed at step" in line:
            control.pause(run)
        elif line.startswith("paused"):
            assert store.state(run) == "paused"
            control.take_step(run, step)
        elif " alone: " in line:
            control.go_on(run)

    return follow


@pytest.mark.slow
@FIRST
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
    arrays, about = hdf5.read(run.folder / "state.h5")
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


def test_changed_learning_rate_is_on_the_card_and_is_not_published(home):
    def halve(line):
        if line.endswith(" parameters"):
            control.scale_learning_rate(run, 0.5)

    run = create("language", "quick", epochs=1)
    assert work(run, halve) == "done"
    card = checkpoint.verify(run.folder / "checkpoint", "language")
    assert card.facts[checkpoint.RATE_CHANGED] == "× 0.5 from step 0 on"
    rates = [e.learning_rate for e in run.events if isinstance(e, Progress) if e.rate]
    peak = registry.get("language").presets["quick"].learning_rate
    assert 0 < max(rates) <= 0.5 * peak
    assert "learning rate changed by hand" in label_of(card)
    with pytest.raises(RunError, match="changed by hand"):
        publish.publish(registry.get("language"), run.id, "steered", home)
