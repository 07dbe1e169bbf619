"""The tables in the READMEs: what the cards say, and nothing else."""

from __future__ import annotations

from engine import registry
from engine.checkpoints import checkpoint, tables


def test_tables_of_the_repository_are_those_of_its_cards(monkeypatch):
    monkeypatch.delenv("LOUPE_CHECKPOINTS")  # which no test looks beside
    cards = [card for name in registry.NAMES for card in tables.shipped_cards(name)]
    every = (checkpoint.shipped_folder() / "README.md").read_text(encoding="utf-8")
    assert tables.figures_table(cards) in every
    assert tables.training_table(cards) in every
    readme = (tables.PROJECT / "README.md").read_text(encoding="utf-8")
    assert tables.headline_table(cards) in readme
