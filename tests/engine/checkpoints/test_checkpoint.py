"""A checkpoint is written whole or not at all, and checked when it is read."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.checkpoints import checkpoint, publish
from engine.checkpoints.checkpoint import Card, Metric, Snapshot
from engine.errors import CheckpointError, DiskFullError, UnknownNameError

CARD = Card(
    experiment="language",
    name="tale",
    preset="quick",
    config={"seed": 0, "dropout": 0.1},
    sources={"tale.txt": "0" * 64},
    outcome="done",
    epochs=2.0,
    seconds=1.5,
    parameters=100,
    machine="a machine",
    libraries={"python": "3"},
    code_commit="abc",
    created="2026-01-01",
    command="./loupe train language",
    metrics=(
        Metric("nats_per_character", 1.5, 10, "last 10%", "./loupe evaluate"),
        Metric("nats_per_character", 1.0, 90, "first 90 %", "./loupe evaluate"),
    ),
    snapshots=(Snapshot(1, "snapshots/epoch-0001.weights.h5", {"loss": 2.0}),),
    facts={"title": "A tale"},
)
FILES = {
    "model.weights.h5": b"weights",
    "vocabulary.json": b'"abc"\n',
    "snapshots/epoch-0001.weights.h5": b"earlier",
}


@pytest.fixture
def folder(home) -> Path:
    path = home / "checkpoints" / "language" / "tale"
    path.parent.mkdir()
    return checkpoint.write(path, CARD, FILES)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_card_reads_back(folder):
    card = checkpoint.verify(folder, "language")
    assert card == replace(CARD, files=card.files)
    assert set(card.files) == set(FILES)
    assert Card.from_text(card.to_text()) == card


def test_files_are_copied_or_written(folder, tmp_path):
    source = tmp_path / "elsewhere"
    source.write_bytes(b"copied")
    checkpoint.write(folder, CARD, {"deep/er/file.txt": source})
    assert set(contents(folder)) == {"card.json", "deep/er/file.txt"}
    assert (folder / "deep/er/file.txt").read_bytes() == b"copied"
    assert [path.name for path in folder.parent.iterdir()] == ["tale"]


def test_metric_is_found_by_name_and_split():
    assert CARD.metric("nats_per_character").n == 10
    assert CARD.metric("nats_per_character", "first 90 %").n == 90
    assert CARD.metric("accuracy") is None


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("when", ["write", "copy", "move"])
def test_full_disk_leaves_the_old_checkpoint(folder, monkeypatch, when):
    before = contents(folder)
    files: dict[str, bytes | Path] = {"new.txt": b"new", "old": folder / "card.json"}
    with monkeypatch.context() as patch:
        if when == "write":
            patch.setattr(Path, "write_bytes", full)
        elif when == "copy":
            patch.setattr(shutil, "copyfile", full)
        else:
            rename = Path.rename
            patch.setattr(
                Path,
                "rename",
                lambda path, to: full() if path.suffix == ".part" else rename(path, to),
            )
        with pytest.raises(DiskFullError, match="No space left"):
            checkpoint.write(folder, CARD, files)
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["tale"]


@pytest.mark.parametrize("name", sorted(FILES))
def test_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=f"{name}.*missing or was changed"):
        checkpoint.verify(folder, "language")


@pytest.mark.parametrize("name", sorted(FILES))
def test_changed_file_is_named(folder, name):
    (folder / name).write_bytes(FILES[name] + b"!")
    with pytest.raises(CheckpointError, match=f"{name}.*missing or was changed"):
        checkpoint.verify(folder, "language")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "{}", b"\xff\xfe", '{"metrics": [], "snapshots": []}']
)
def test_damaged_card_is_named(folder, text):
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "card.json").write_bytes(content)
    with pytest.raises(CheckpointError, match="card of the checkpoint tale cannot"):
        checkpoint.read_card(folder, "language")


def test_card_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CheckpointError, match="no checkpoint in"):
        checkpoint.read_card(tmp_path, "language")


def test_card_of_another_experiment_is_refused(folder):
    with pytest.raises(CheckpointError, match="“language” checkpoint, not “images”"):
        checkpoint.read_card(folder, "images")


def test_card_of_another_format_is_refused(folder):
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {"format": 99}))
    with pytest.raises(
        CheckpointError, match="format 99; this version of Loupe reads format 1"
    ):
        checkpoint.read_card(folder, "language")


def test_shipped_checkpoints_come_before_own_runs(folder, home):
    runs = ("20260101-000000-quick-0000", "20260102-000000-quick-0000")
    for run in runs:
        own = home / "runs" / "language" / run
        own.mkdir(parents=True)
        checkpoint.write(own / "checkpoint", CARD, FILES)
    assert list(checkpoint.names("language")) == ["tale", *reversed(runs)]
    assert checkpoint.find("language", "tale") == folder
    assert checkpoint.find("language", runs[0]).parent.name == runs[0]


@pytest.mark.parametrize("name", ["story", "", "../language/tale", "tale/..", "/etc"])
def test_unknown_name_lists_the_known(folder, name):
    with pytest.raises(UnknownNameError, match="Available: tale"):
        checkpoint.find("language", name)
    with pytest.raises(UnknownNameError, match="Available: none yet"):
        checkpoint.find("images", name)


def test_whole_epochs_are_published_before_fractions(tmp_path):
    epochs = (0.125, 0.5, 1, 2, 5)
    for epoch in epochs:
        (tmp_path / f"{epoch}").write_bytes(bytes(10))
    snapshots = tuple(Snapshot(epoch, f"{epoch}") for epoch in epochs)
    card = replace(CARD, snapshots=snapshots, epochs=6.0)  # the fifth looks like it

    def published(room):
        kept = publish._published_snapshots(card, tmp_path, room / 1e6)
        return [snapshot.epoch for snapshot in kept]

    assert published(room=40) == [0.125, 0.5, 1, 2]
    assert published(room=30) == [0.125, 1, 2]
    assert published(room=19) == [1]
