"""Files shipped beside the weights: samples are redacted, long curves thinned."""

from __future__ import annotations

from engine.language.analysis import shipping
from engine.language.analysis.shipping import CURVE_FILE, curve
from engine.language.reference import Reference
from engine.runs import events
from engine.runs.events import Progress, Sample

TEXT = "It was late, and the lamp on the stairs had been out for an hour or more."


def test_curve_shows_no_long_run_of_the_text(tmp_path):
    copied = Sample(2.0, 2, 1.0, f"So: {TEXT[:40]} she said.")
    own = Sample(3.0, 3, 1.5, "The lamp was hers, and late it was.")
    progress = Progress(1.0, 1, 0.5, "train", {"loss": 1.0})
    for event in (progress, copied, own):
        events.append(tmp_path / CURVE_FILE, event)
    shipped = tmp_path / "made.jsonl"
    shipped.write_bytes(curve(tmp_path, Reference(None, TEXT, shown_run=20)))
    first, second, third = events.read(shipped)
    assert (first, third) == (progress, own)
    assert isinstance(second, Sample)
    assert len(second.text) == len(copied.text)
    assert TEXT[:40] not in second.text
    assert TEXT[:20] in second.text
    assert "…" in second.text


def test_text_without_a_limit_is_shipped_unchanged(tmp_path):
    sample = Sample(2.0, 2, 1.0, TEXT)
    events.append(tmp_path / CURVE_FILE, sample)
    shipped = curve(tmp_path, Reference(None, TEXT, shown_run=None))
    assert shipped == (tmp_path / CURVE_FILE).read_bytes()


def test_curve_of_a_long_training_is_thinned_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(shipping, "_REPORTS", 4)
    check = Progress(9.0, 9, 0.9, "validation", {"loss": 1.5})
    reports = [Progress(float(n), n, n / 10, "train", {"loss": 1.0}) for n in range(10)]
    for event in (*reports, check):
        events.append(tmp_path / CURVE_FILE, event)
    shipped = tmp_path / "made.jsonl"
    shipped.write_bytes(curve(tmp_path, Reference()))
    assert events.read(shipped) == [
        reports[0],
        reports[3],
        reports[6],
        reports[9],
        check,
    ]


def test_numbers_of_a_curve_keep_what_a_chart_shows(tmp_path):
    event = Progress(1.23456, 7, 0.1234567, "train", {"loss": 2.3456789}, 12345.6, 0.02)
    events.append(tmp_path / CURVE_FILE, event)
    line = curve(tmp_path, Reference()).decode()
    assert '{"loss":2.3457}' in line
    assert len(line) < len(events.to_line(event))
