"""Counting n-grams as a run: what the checkpoint keeps."""

from __future__ import annotations

from engine import registry
from engine.checkpoints import checkpoint
from engine.cli import commands


def test_orders_that_are_not_kept_are_measured_but_not_shipped(home, sample_file):
    words = ["train", "language", "--preset", "ngrams", "--own-data", str(sample_file)]
    assert commands.main([*words, "--order", "4", "--kept-order", "2"]) == 0

    (folder,) = checkpoint.names("language").values()
    card = checkpoint.verify(folder, "language")
    writer = registry.get("language").load(folder)

    assert writer.table.order == 2
    assert card.metric("nats_per_character_order_4").command.endswith("--kept-order 2")
    assert len(card.facts["entries"]) == 4
