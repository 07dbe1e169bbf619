"""A run's progress in figures, and its curve as a file."""

from __future__ import annotations

import json

import pytest

from engine.runs.events import Finished, Progress, Sample, Started
from tests.ui.charts.test_curves import run_of
from ui.training import export
from ui.training.status import run_progress


class TestRunProgress:
    def test_nothing_is_claimed_before_anything_is_said(self) -> None:
        now = run_progress([])
        assert (now.share, now.seconds_left, now.best_loss) == (0.0, None, None)

    def test_time_left_is_the_steps_left_at_the_pace_of_the_last_minute(self) -> None:
        now = run_progress(run_of(200))
        assert now.seconds_left == pytest.approx(200, rel=0.05)
        assert now.rate == pytest.approx(500)

    def test_no_time_left_is_told_after_two_seconds(self) -> None:
        assert run_progress(run_of(200)[:3]).seconds_left is None

    def test_slow_beginning_is_forgotten_after_a_minute(self) -> None:
        slow = [Started(0.0, 0, 1000, 500, 1)]
        slow.append(Progress(100.0, 1, 0.002, "train", {"loss": 4.0}, 1.0))
        for step in range(2, 102):
            at = 99.0 + step
            slow.append(Progress(at, step, step / 500, "train", {"loss": 3.0}, 64.0))
        assert run_progress(slow).seconds_left == pytest.approx(899, rel=0.05)

    def test_resumed_run_takes_its_pace_from_after_the_pause(self) -> None:
        events = run_of(200)
        events.append(Finished(200.0, 200, "stopped"))
        events.append(Started(200.0, 200, 400, 200, 1000))
        assert run_progress(events).seconds_left is None
        assert run_progress(events).share == 0.5

    def test_reason_of_a_failure_is_kept(self) -> None:
        assert (
            run_progress([Finished(0.0, 0, "failed", "No room.")]).reason == "No room."
        )


class TestExport:
    def test_csv_has_a_row_for_each_report(self) -> None:
        rows = export.curve(run_of(3), "csv").decode().splitlines()
        assert rows[0] == "step,epoch,seconds,split,loss,rate,learning_rate"
        assert len(rows) == 1 + 6

    def test_json_has_every_event(self) -> None:
        events = [*run_of(3), Sample(3.0, 3, 1.0, "Löwe ‘x’")]
        stored = json.loads(export.curve(events, "json"))
        assert len(stored) == len(events)
        assert stored[-1]["text"] == "Löwe ‘x’"
