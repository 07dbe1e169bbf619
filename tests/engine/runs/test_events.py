"""Events survive a kill, a full disk and whatever a network writes."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from engine.errors import DiskFullError
from engine.runs import events
from engine.runs.events import (
    Continued,
    Finished,
    LearningRateChanged,
    OneStep,
    Paused,
    Progress,
    Sample,
    Started,
)

ALL = [
    Started(0.0, 0, 100, 50, 1234),
    Progress(1.5, 10, 0.2, "train", {"loss": 3.25}, 800.0, 0.002),
    Progress(2.0, 20, 0.4, "validation", {"loss": 3.5}),
    # Marks that Python's splitlines takes for ends of lines, and beyond the BMP.
    Sample(2.0, 20, 0.4, "one\ntwo\r\u2028three\x85four\x0bfive “six” \U0001f600"),
    LearningRateChanged(2.5, 24, 0.5),
    Paused(2.5, 24),
    OneStep(
        at=3.0, step=25, epoch=0.5, loss_before=3.2, loss_after=3.1,
        learning_rate=0.001, gradient_norms={"lstm_1": 0.5, "dense": 0.0},
        weight="lstm_1/lstm_cell/kernel[3, 17]", weight_before=-0.5,
        weight_gradient=0.25, weight_after=-0.75,
    ),
    Continued(3.0, 25),
    Finished(9.0, 100, "done", metrics={"loss": 3.0}),
]  # fmt: skip


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "events.jsonl"


def written(path: Path, said: list[events.Event]) -> Path:
    for event in said:
        events.append(path, event)
    return path


@pytest.mark.parametrize("event", ALL, ids=lambda event: type(event).__name__)
def test_event_reads_back_from_its_line(event):
    line = events.to_line(event)
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert events.from_line(line) == event


def test_file_reads_back_in_order(path):
    assert events.read(written(path, ALL)) == ALL
    assert events.read_last(path) == ALL[-1]
    assert events.progress_of(ALL, "train") == [ALL[1]]


def test_missing_file_has_no_events(path):
    assert events.read(path) == []
    assert events.read_last(path) is None


@pytest.mark.parametrize("missing", [1, 5, 30])
def test_torn_last_line_is_left_out(path, missing):
    written(path, ALL)
    path.write_bytes(path.read_bytes()[:-missing])
    assert events.read(path) == ALL[:-1]


def test_character_cut_in_two_is_left_out(path):
    written(path, ALL[:4])
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index("“".encode()) + 1])
    assert events.read(path) == ALL[:3]


def test_resumed_run_begins_a_new_line_after_a_torn_one(path):
    written(path, ALL[:3])
    path.write_bytes(path.read_bytes()[:-7])
    again = Started(1.5, 10, 100, 50, 1234)
    events.append(path, again)
    events.append(path, ALL[2])
    assert events.read(path) == [*ALL[:2], again, ALL[2]]


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "3", '"text"', "{}", '{"event": "Other"}', '{"event": "Sample"}'],
)
def test_foreign_line_is_refused_and_skipped(path, line):
    with pytest.raises(ValueError):  # noqa: PT011 - of JSON, or our own
        events.from_line(line)
    written(path, ALL[:1])
    with path.open("a") as file:
        file.write(line + "\n")
    written(path, ALL[1:2])
    assert events.read(path) == ALL[:2]


def test_value_that_is_no_number_is_never_written(path):
    with pytest.raises(ValueError, match="JSON"):
        events.append(path, Progress(1.0, 1, 0.1, "train", {"loss": float("nan")}))
    assert events.read(path) == []


def test_full_disk_is_named_and_leaves_what_was_there(path, monkeypatch):
    written(path, ALL[:2])
    before = path.read_bytes()

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(DiskFullError, match="No space left"):
            events.append(path, ALL[2])
    assert path.read_bytes() == before


def test_steps_trained_again_after_a_kill_are_reported_once(path):
    # Killed after step 20, with a state of step 10 to go on from; then once more.
    again = Started(1.5, 10, 100, 50, 1234)
    lost = [*ALL[2:4], Finished(2.5, 30, "failed", "no room")]
    written(path, [*ALL[:2], *lost, again, lost[0], again, *ALL[2:]])
    assert events.read(path) == [*ALL[:2], again, again, *ALL[2:]]
