"""The checkpoint at the end of a training: what is measured, and on how many images."""

from __future__ import annotations

from engine.checkpoints import checkpoint
from engine.images import finishing
from engine.runs import store
from tests.contract.tiny import create, work


def test_stopped_run_is_measured_on_few_images_and_says_so(home, monkeypatch):
    monkeypatch.setattr(finishing, "_STOPPED_IMAGES", 2)
    run = create("images", "quick")
    assert work(run, lambda line: store.request_stop(run)) == "stopped"
    card = checkpoint.read_card(run.folder / "checkpoint", "images")
    metric = card.metrics[0]
    assert metric.n == 2
    assert metric.command.endswith("--limit 2")
    assert metric.note.startswith(f"{round(2 * metric.value)} of 2 right")
