"""A finished run that goes on is the run that was asked for more at the start."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine import hdf5, registry
from engine.checkpoints import checkpoint
from engine.errors import RunError, TrainingOffError
from engine.runs import longer, request, store
from engine.runs.events import Finished, Progress, Started
from engine.runs.launcher import LocalLauncher
from engine.training.optimizers import CONTINUED_FRACTION
from tests.contract import tiny
from tests.contract.tiny import TINY


@pytest.fixture
def finished(home, learned):
    """Return a copy of a finished tiny run, to be trained longer."""

    def of(name: str, preset: str) -> store.Run:
        run = learned(name, preset).run
        folder = next(Path(learned(name, preset).folder).parents[1].glob(f"*/{run.id}"))
        shutil.copytree(folder, store.runs_folder() / name / run.id)
        return store.get(run.id)

    return of


@pytest.mark.parametrize(
    ("name", "preset"),
    [("language", "best"), ("images", "best")],
)
def test_it_goes_on_exactly_and_its_epochs_count_on(name, preset, finished):
    run = longer.train_longer(finished(name, preset), 1)
    epochs = TINY[name].networks[preset]["epochs"]
    assert store.resumable(run)
    assert run.command.endswith("--more-epochs 1")
    assert tiny.work(run) == "done"

    whole = tiny.create(name, preset, more_epochs=1)
    assert tiny.work(whole) == "done"
    ended, expected = (hdf5.read(each.folder / "state.h5")[0] for each in (run, whole))
    assert set(ended) == set(expected)
    for path, array in ended.items():
        np.testing.assert_allclose(array, expected[path], rtol=0, atol=1e-6)

    said = run.events
    assert [e.total_steps for e in said if isinstance(e, Started)][-1] == said[-1].step
    card = checkpoint.read_card(run.folder / "checkpoint", name)
    assert card.epochs == epochs + 1
    after = [e for e in said if isinstance(e, Progress) and e.epoch > epochs]
    rates = [e.learning_rate for e in after if e.split == "train"]
    peak = max(e.learning_rate for e in said if isinstance(e, Progress))
    assert rates
    assert all(0 < rate < 2 * CONTINUED_FRACTION * peak for rate in rates)


def test_twice_ten_epochs_are_twenty(finished):
    run = finished("language", "quick")
    for total in (10, 20):
        run = longer.train_longer(store.get(run.id), 10)
        assert store.get(run.id).config["more_epochs"] == total
        assert run.command.count("--more-epochs") == 1
        with pytest.raises(RunError, match="interrupted"):
            longer.train_longer(run, 10)  # a second click
        last = run.events[-1]
        done = Finished(last.at, last.step, "done")
        with (run.folder / "events.jsonl").open("a") as file:
            file.write(longer.events.to_line(done))


def test_what_has_no_epochs_or_no_state_cannot(finished, monkeypatch):
    assert not longer.can_train_longer(finished("language", "ngrams"))
    run = finished("language", "quick")
    assert longer.can_train_longer(run)
    with monkeypatch.context() as patch:
        patch.setenv("LOUPE_TRAINING", "off")
        with pytest.raises(TrainingOffError):
            longer.train_longer(run, 10)
    for path in run.folder.glob("state*.h5"):
        path.unlink()
    assert not longer.can_train_longer(run)


def test_same_request_finds_the_active_run_and_repeats_as_a_new_one(home):
    run = tiny.create("language", "quick")
    experiment = registry.get("language")
    config = type(experiment.presets["quick"]).from_mapping(run.config)
    own = request.OwnFile("sample.txt", TINY["language"].data)
    assert request.active_twin(experiment, config, own_file=own) is None
    store.record_process(run, os.getpid(), "running")
    assert request.active_twin(experiment, config, own_file=own) == run
    other = request.OwnFile("sample.txt", own.content + b".")
    assert request.active_twin(experiment, config, own_file=other) is None

    assert request.active_repeat(run) == run
    again = request.repeat(run)
    assert again.id != run.id
    assert again.config == run.config
    assert (again.folder / again.own_data).read_bytes() == own.content
    with pytest.raises(RunError):
        LocalLauncher().start(run)
