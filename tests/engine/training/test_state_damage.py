"""A damaged state is never read as other numbers: the one before is, or none."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from engine import hdf5
from engine.errors import CheckpointError
from tests.contract import mutations
from tests.engine.training.linear import fitting_of, never, new_model


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with two states, and the steps and weights of each."""
    from engine.training.loop import fit

    folder = tmp_path_factory.mktemp("trained")
    fit(fitting_of(new_model()), folder, lambda event: None, never)
    return folder


def state_of(folder):
    """Return a state file over a new model."""
    from engine.training.state import StateFile

    return StateFile(folder / "state.h5", new_model(), [])


def test_160_damaged_states_are_refused_and_the_one_before_is_resumed(
    trained, tmp_path
):
    for name in ("state.h5", "state.previous.h5"):
        shutil.copy(trained / name, tmp_path)
    shutil.copytree(trained / "snapshots", tmp_path / "snapshots")
    whole = (trained / "state.h5").read_bytes()
    before, about = hdf5.read(trained / "state.previous.h5")
    state = state_of(tmp_path)
    tried = 0
    for damaged in mutations.of_bytes(whole, 200):
        if damaged == whole:
            continue
        (tmp_path / "state.h5").write_bytes(damaged)
        with pytest.raises(CheckpointError, match=r"state\.h5 is missing or damaged"):
            hdf5.read(tmp_path / "state.h5")
        at = state.restore()
        assert at.step == about["step"] == 10
        for name, variable in state.variables.items():
            np.testing.assert_array_equal(np.asarray(variable), before[name])
        tried += 1
    assert tried >= 160


def test_without_a_sound_state_it_is_said_and_nothing_is_trained(trained, tmp_path):
    from engine.training.loop import fit

    whole = (trained / "state.h5").read_bytes()
    for name in ("state.h5", "state.previous.h5"):
        (tmp_path / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(CheckpointError, match=r"no sound earlier state.*Start a new"):
        fit(fitting_of(new_model()), tmp_path, lambda event: None, never)


def test_kill_between_two_moves_leaves_the_state_before(trained, tmp_path):
    shutil.copy(trained / "state.previous.h5", tmp_path)
    assert state_of(tmp_path).restore().step == 10


def test_snapshot_that_was_damaged_is_left_out(trained, tmp_path):
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    kept = state_of(tmp_path).restore().snapshots
    assert [snapshot.epoch for snapshot in kept] == [1, 2]
    path = tmp_path / kept[0].file
    path.write_bytes(path.read_bytes()[:-20] + b"damage" * 3)
    again = state_of(tmp_path).restore().snapshots
    assert [snapshot.epoch for snapshot in again] == [2]


def test_file_of_an_earlier_version_has_no_digest_and_is_read(tmp_path):
    import h5py

    with h5py.File(tmp_path / "old.h5", "w") as file:
        file["a"] = np.arange(3, dtype=np.float32)
    arrays, _ = hdf5.read(tmp_path / "old.h5")
    np.testing.assert_array_equal(arrays["a"], [0, 1, 2])


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (
            "Can't write (file write failed: time = …, errno = 28, error message",
            "No sp",
        ),
        (
            "Unable to create file (unable to open file, errno = 13, x",
            "you have no permission",
        ),
        ("first line\nsecond line", r"first line\.$"),
    ],
)
def test_hdf5_s_own_message_becomes_a_sentence(
    tmp_path, monkeypatch, message, sentence
):
    from engine.errors import DiskFullError

    def fail(*_, **__):
        raise OSError(message)

    monkeypatch.setattr("h5py.File", fail)
    with pytest.raises(DiskFullError, match=rf"^Cannot write a\.h5: {sentence}"):
        hdf5.write(tmp_path / "a.h5", {})
