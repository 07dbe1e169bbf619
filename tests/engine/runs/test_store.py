"""A run is what its folder says."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from engine.errors import DiskFullError, RunError, TrainingOffError, UnknownNameError
from engine.runs import events, store
from engine.runs.events import Finished, Progress, Started
from engine.runs.store import Run

ID = "20260101-120000-quick-00ff"


def a_run(run_id: str = ID, created: str = "2026-01-01T12:00:00") -> Run:
    return Run(
        id=run_id,
        experiment="language",
        preset="quick",
        config={"seed": 0},
        source="",
        own_data="own-data",
        title="my tale.txt",
        command="./loupe train language",
        created=created,
    )


@pytest.fixture
def run(home) -> Run:
    return store.create(a_run(), b"my text")


def end(run: Run, outcome: str) -> None:
    events.append(run.folder / "events.jsonl", Finished(1.0, 5, outcome))


def test_created_run_is_found_again_by_anyone(run):
    assert store.get(ID) == run
    assert store.list_runs() == [run]
    assert store.list_runs("language") == [run]
    assert store.list_runs("images") == []
    assert (run.folder / "own-data").read_bytes() == b"my text"
    assert run.events == []


def test_runs_are_listed_newest_first_and_broken_ones_left_out(run, home):
    later = store.create(a_run(store.new_id("best"), "2026-02-01T00:00:00"), b"")
    for name, text in (("empty", ""), ("list", "[]"), ("foreign", '{"a": 1}')):
        folder = home / "runs" / "language" / name
        folder.mkdir()
        (folder / "config.json").write_text(text)
    assert store.list_runs() == [later, run]


def test_damaged_run_is_unknown_not_a_trace(run):
    (run.folder / "config.json").write_text('{"id": ')
    with pytest.raises(UnknownNameError):
        store.get(ID)


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc", "/etc/passwd", "", ".", "*", "%2e%2e", "language"),
        *(f"../language/{ID}", f"{ID}/checkpoint", ID + "\n", ID.upper(), ID[:-1]),
    ],
)
def test_id_from_an_address_bar_that_is_none_lists_the_known(run, name):
    with pytest.raises(UnknownNameError, match=ID):
        store.get(name)


@pytest.mark.parametrize("name", ["../evil", "plain", "", ID + "/x", f"{ID}\n"])
def test_run_under_another_kind_of_id_is_not_made(home, name):
    with pytest.raises(RunError, match="not a run id"):
        store.create(a_run(name), b"")
    assert not list((home / "runs").rglob("config.json"))


def test_id_is_taken_once(run):
    with pytest.raises(RunError, match="exists already"):
        store.create(a_run(), b"other")
    assert (run.folder / "own-data").read_bytes() == b"my text"


def test_fresh_ids_differ_and_are_accepted(home):
    ids = {store.new_id("best") for _ in range(20)}
    assert len(ids) > 1
    for run_id in ids:
        assert store.create(a_run(run_id), b"").folder.is_dir()


def test_full_disk_leaves_no_half_run(home, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        with pytest.raises(DiskFullError, match="No space left"):
            store.create(a_run(), b"my text")
    assert not list((home / "runs" / "language").iterdir())
    assert store.list_runs() == []


@pytest.mark.parametrize("outcome", ["done", "stopped", "failed"])
def test_state_of_an_ended_run_is_its_outcome(run, outcome):
    end(run, outcome)
    assert store.state(run) == outcome
    assert not store.resumable(run)
    (run.folder / "state.h5").touch()
    assert store.resumable(run) == (outcome != "done")


@pytest.mark.parametrize("phase", ["queued", "running"])
def test_living_process_is_seen_and_guards_the_run(run, phase):
    store.record_process(run, os.getpid(), phase)
    assert store.state(run) == phase
    assert store.process_of(run) == (psutil.Process(), phase)
    assert not store.resumable(run)
    with pytest.raises(RunError, match="still"):
        store.delete(run)
    assert run.folder.is_dir()


def test_process_that_is_gone_means_dead(run):
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1)
    store.record_process(run, process.pid, "running")
    assert store.state(run) == "running"
    process.kill()
    # A zombie until somebody waits for it, and already as good as gone.
    psutil.wait_procs([psutil.Process(process.pid)], timeout=0)
    process.communicate()
    events.append(run.folder / "events.jsonl", Started(0.0, 0, 9, 3, 10))
    assert store.state(run) == "interrupted"
    assert not store.resumable(run)
    (run.folder / "state.h5").touch()
    assert store.resumable(run)


def test_number_that_another_process_got_since_is_not_taken_for_the_run(run):
    store.record_process(run, os.getpid(), "running")
    path = run.folder / "process.json"
    record = json.loads(path.read_text())
    earlier = {name: record[name] - 3600 for name in ("born", "born_after_boot")}
    path.write_text(json.dumps(record | earlier))
    assert store.state(run) == "interrupted"


@pytest.mark.parametrize("name", ["born", "born_after_boot"])
def test_run_lives_on_where_the_clock_was_set(run, name):
    store.record_process(run, os.getpid(), "running")
    path = run.folder / "process.json"
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record | {name: record[name] - 3600}))
    assert store.state(run) == "running"


def test_copy_of_a_runs_folder_is_no_second_run(run):
    shutil.copytree(run.folder, run.folder.with_name(f"{run.id}-kept"))
    assert store.list_runs() == [run]


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '{"pid": 999999999}'])
def test_damaged_note_of_the_process_is_survived(run, text):
    (run.folder / "process.json").write_text(text)
    assert store.process_of(run) == (None, "lost")
    assert store.state(run) == "interrupted"


def test_torn_last_line_hides_neither_the_curve_nor_the_state(run):
    path = run.folder / "events.jsonl"
    for event in (
        Started(0.0, 0, 9, 3, 10),
        Progress(1.0, 1, 0.3, "train", {"loss": 2.0}),
    ):
        events.append(path, event)
    with path.open("a") as file:
        file.write('{"event": "Finish')
    assert len(run.events) == 2
    assert store.state(run) == "interrupted"


def test_stop_is_asked_by_a_file(run, monkeypatch):
    store.request_stop(run)
    assert (run.folder / "stop").exists()

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "touch", full)
    with pytest.raises(DiskFullError, match="No space left"):
        store.request_stop(run)


def test_ended_run_is_deleted_whole(run):
    end(run, "done")
    store.delete(run)
    assert not run.folder.exists()
    assert store.list_runs() == []


@pytest.mark.parametrize("value", ["off", "OFF", "0", "no"])
def test_public_server_neither_makes_nor_deletes_runs(run, monkeypatch, value):
    end(run, "done")
    monkeypatch.setenv("LOUPE_TRAINING", value)
    with pytest.raises(TrainingOffError, match="LOUPE_TRAINING=off"):
        store.create(a_run(store.new_id("quick")), b"")
    with pytest.raises(TrainingOffError):
        store.delete(run)
    assert store.list_runs() == [run]
