"""The curve of a published checkpoint: thinned out, with the digits a chart shows."""

from __future__ import annotations

from engine.checkpoints import learning_curve
from engine.checkpoints.checkpoint import PROJECT
from engine.runs import events
from engine.runs.events import Progress


def published(tmp_path, recorded):
    """Return the events of the published curve."""
    file = tmp_path / learning_curve.FILE
    file.write_bytes(learning_curve.published(recorded))
    return events.read(file)


def test_curve_of_a_long_training_is_thinned_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(learning_curve, "_REPORTS", 4)
    check = Progress(9.0, 9, 0.9, "validation", {"loss": 1.5})
    reports = [Progress(float(n), n, n / 10, "train", {"loss": 1.0}) for n in range(10)]
    kept = [reports[n] for n in (0, 3, 6, 9)]
    assert published(tmp_path, [*reports, check]) == [*kept, check]


def test_numbers_of_a_curve_keep_what_a_chart_shows(tmp_path):
    event = Progress(1.23456, 7, 0.1234567, "train", {"loss": 2.3456789}, 12345.6, 0.02)
    line = learning_curve.published([event]).decode()
    assert '{"loss":2.3457}' in line
    assert len(line) < len(events.to_line(event))


def test_no_shipped_curve_takes_half_a_megabyte():
    for file in (PROJECT / "checkpoints").glob(f"*/*/{learning_curve.FILE}"):
        assert file.stat().st_size < 500_000, file
