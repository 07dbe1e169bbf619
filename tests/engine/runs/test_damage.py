"""Whatever a run's files hold, the run is sound or is unreadable with a sentence."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import DiskFullError, RunError, TrainingOffError
from engine.runs import events, process, store, unreadable
from engine.runs.events import Finished, Progress, Sample, Started
from engine.runs.launcher import LocalLauncher
from engine.runs.queue import runs_ahead
from tests.contract import mutations, tiny
from ui.training import export, following, status

REPORTED = [
    Started(0.0, 0, 100, 50, 1234),
    Progress(1.5, 10, 0.2, "train", {"loss": 3.25}, 800.0, 0.002),
    Progress(2.0, 20, 0.4, "validation", {"loss": 3.5, "em": 50.0}),
    Sample(2.0, 20, 0.4, "one “two”"),
    Finished(9.0, 100, "done", metrics={"loss": 3.0}),
]


@pytest.fixture
def run(home) -> store.Run:
    return tiny.create("language", "quick")


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode(errors="surrogatepass"))


def test_900_mutated_configs_give_a_run_or_a_reason(run):
    path = run.folder / "config.json"
    content = path.read_bytes()
    texts = list(mutations.of_json(json.loads(content), 600))
    texts += [
        c.decode(errors="surrogateescape") for c in mutations.of_bytes(content, 300)
    ]
    refused = 0
    for text in texts:
        path.write_bytes(text.encode(errors="surrogatepass"))
        listed, bad = store.list_runs(), unreadable.unreadable_runs()
        assert len(listed) + len(bad) == 1
        refused += len(bad)
        for each in bad:
            assert each.reason.endswith(".")
            assert "\n" not in each.reason
        for each in listed:  # everything that a page asks of it
            following.label_of(each)
            assert store.state(each) in store.STATES
            assert runs_ahead(each) == 0
            assert each.folder == run.folder
    assert refused > 300


def test_600_mutated_events_leave_figures_that_can_be_drawn_and_exported(tmp_path):
    path = tmp_path / "events.jsonl"
    values = [json.loads(events.to_line(event)) for event in REPORTED]
    events_read = 0
    for text in mutations.of_json(values, 600):
        write(path, "".join(f"{json.dumps(line)}\n" for line in json.loads(text)))
        read = events.read(path)
        events_read += len(read)
        now = status.run_progress(read)
        assert 0 <= now.share <= 1
        assert export.curve(read, "csv")
        json.loads(export.curve(read, "json").decode())
        last = events.read_last(path)
        assert not isinstance(last, Finished) or last.outcome in events.OUTCOMES
        assert "\n" not in str(now.step)
    assert 600 * 3 < events_read < 600 * len(REPORTED)


def test_300_mutated_lines_are_read_or_skipped(tmp_path):
    path = tmp_path / "events.jsonl"
    content = "".join(map(events.to_line, REPORTED)).encode()
    events_read = 0
    for damaged in mutations.of_bytes(content, 300):
        path.write_bytes(damaged)
        read = events.read(path)
        events_read += len(read)
        for event in read:
            events.to_line(event)
    assert 300 * 2 < events_read < 300 * len(REPORTED)


def test_200_mutated_process_records_never_make_a_run_that_lives(run):
    store.record_process(run, os.getpid(), "running")
    path = run.folder / "process.json"
    value = json.loads(path.read_text())
    for text in mutations.of_json(value, 200):
        write(path, text)
        assert store.state(run) in store.STATES
    for phase in (None, "", "done", "elsewhere"):
        write(path, json.dumps(value | {"phase": phase}))
        assert store.process_of(run) == (None, "lost")
    write(path, json.dumps({n: v for n, v in value.items() if n != "phase"}))
    assert store.state(run) == "interrupted"


@pytest.mark.parametrize("created", ["2026-13-45", "", "yesterday", 12, None])
def test_wrong_date_is_named_and_other_runs_are_listed(run, created):
    other = tiny.create("language", "quick")
    values = json.loads((run.folder / "config.json").read_text())
    write(run.folder / "config.json", json.dumps(values | {"created": created}))
    assert store.list_runs() == [other]
    (bad,) = unreadable.unreadable_runs()
    assert bad.folder == run.folder
    assert "cannot be read" in bad.reason


def test_run_of_another_version_says_what_is_missing(run):
    values = json.loads((run.folder / "config.json").read_text())
    write(run.folder / "config.json", json.dumps(values | {"preset": "huge"}))
    (bad,) = unreadable.unreadable_runs()
    assert bad.reason == "language has no preset called “huge”."


def test_unreadable_run_is_deleted_and_nothing_else(run, monkeypatch):
    other = tiny.create("language", "quick")
    write(run.folder / "config.json", "{")
    (bad,) = unreadable.unreadable_runs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_TRAINING", "off")
        with pytest.raises(TrainingOffError):
            unreadable.delete(bad)
    store.record_process(run, os.getpid(), "running")
    with pytest.raises(RunError, match="still has a running process"):
        unreadable.delete(bad)
    (run.folder / "process.json").unlink()
    with pytest.raises(RunError, match="can be read now, or is gone"):
        unreadable.delete(replace(bad, folder=other.folder))
    unreadable.delete(bad)
    assert not run.folder.exists()
    assert store.list_runs() == [other]
    assert not unreadable.unreadable_runs()


def refuse(*_, **__):
    raise PermissionError(13, "Permission denied")


def test_folder_that_is_read_only_gives_sentences(run, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", refuse)
        with pytest.raises(
            RunError, match=f"Cannot delete {run.id}: Permission denied"
        ):
            store.delete(run)
    with monkeypatch.context() as patch:
        patch.setattr("os.open", refuse)  # a lock's file
        with pytest.raises(DiskFullError, match=r"Cannot write to .*denied"):
            LocalLauncher().start(run)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "touch", refuse)
        with pytest.raises(DiskFullError, match="Permission denied"):
            LocalLauncher().stop(run)


def test_leftovers_of_killed_processes_go_with_the_next_record(run):
    for name in ("process.json.4999999", "process.json.x", "process.json."):
        (run.folder / name).write_text("{")
    process.record(run.folder, os.getpid(), "queued")
    assert [p.name for p in run.folder.glob("process.json*")] == ["process.json"]
