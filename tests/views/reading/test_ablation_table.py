"""The ablations' table: one training or several, said of each network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Metric
from engine.reading.data import DEV

POST = Metric("validation_f1", 66.83, 9, "validation", "")
ONCE = (POST, Metric("f1", 74.0, 9, DEV, ""))
MEAN = Metric("f1", 73.5, 9, f"{DEV}, mean", "", per_seed={"0": 74.0, "1": 73.0})


def page(cards) -> None:
    from views.reading import ablation_table

    ablation_table.draw(cards, "the ablations")


@pytest.fixture(scope="module")
def card(learned) -> Card:
    """Any network's card."""
    return checkpoint.read_card(learned("reading", "quick").checkpoint, "reading")


def drawn(card: Card, **metrics: tuple[Metric, ...]) -> tuple[list[dict], str]:
    """Return the rows for some presets, and what is said below."""
    cards = {preset: replace(card, metrics=found) for preset, found in metrics.items()}
    test = AppTest.from_function(page, kwargs={"cards": cards}).run()
    assert not test.exception
    (table,), (caption,) = test.table, test.caption
    return table.value.to_dict("records"), caption.value


def test_one_seed_has_its_figure_and_a_warning(card):
    (row, untold), said = drawn(card, modelling_1=ONCE, baseline=())
    assert plain(row["Ours, validation"]) == "66.8 / –"
    assert plain(row["Original"]) == "66.8 / 51.4"
    assert plain(row["Ours, dev"]) == "74.0 / –"
    assert plain(untold["Ours, dev"]) == "– / –"
    assert "Each was trained once" in said


def test_several_seeds_have_mean_and_spread(card):
    (row, once), said = drawn(card, modelling_1=(*ONCE, MEAN), baseline=ONCE)
    assert plain(row["Ours, dev"]) == "73.5 / – (73.0–74.0)"
    assert plain(once["Ours, dev"]) == "74.0 / –"
    assert "lowest and highest F1 in brackets" in said


def plain(cell: str) -> str:
    return cell.replace("\u00a0", " ")
