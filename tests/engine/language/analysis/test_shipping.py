"""Files shipped beside the weights: samples are redacted."""

from __future__ import annotations

from engine.checkpoints.learning_curve import FILE
from engine.language.analysis.shipping import curve
from engine.language.reference import Reference
from engine.runs import events
from engine.runs.events import Progress, Sample

TEXT = "It was late, and the lamp on the stairs had been out for an hour or more."


def test_curve_shows_no_long_run_of_the_text(tmp_path):
    copied = Sample(2.0, 2, 1.0, f"So: {TEXT[:40]} she said.")
    own = Sample(3.0, 3, 1.5, "The lamp was hers, and late it was.")
    progress = Progress(1.0, 1, 0.5, "train", {"loss": 1.0})
    for event in (progress, copied, own):
        events.append(tmp_path / FILE, event)
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
    events.append(tmp_path / FILE, sample)
    shipped = curve(tmp_path, Reference(None, TEXT, shown_run=None))
    assert shipped == (tmp_path / FILE).read_bytes()
