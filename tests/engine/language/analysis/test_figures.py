"""The losses on all cards beside published ones, and the memory of n-grams."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.checkpoints import checkpoint
from engine.language.analysis import duel, figures
from engine.language.ngrams.kneser_ney import KneserNey


@pytest.fixture
def in_repository(monkeypatch):
    """Return the cards of the checkpoints in the repository."""
    monkeypatch.delenv("LOUPE_CHECKPOINTS")
    names = checkpoint.names("language")
    return [checkpoint.read_card(folder, "language") for folder in names.values()]


@pytest.mark.parametrize("text", ["shakespeare", "aesop", "paulgraham"])
def test_shipped_network_beats_the_best_order_of_its_text(in_repository, text):
    cards = {card.name: card for card in in_repository}
    _, counted = figures.best_order(cards[f"{text}-ngrams"])
    network = cards[f"{text}-best"].metric(figures.MEAN)
    assert network.value < counted.value
    assert network.split == counted.split


def test_shipped_network_predicts_shakespeare_as_well_as_it_did(in_repository):
    (card,) = (card for card in in_repository if card.name == "shakespeare-best")
    assert card.metric(figures.MEAN).value < 1.43
    assert card.metric(figures.DYNAMIC).value < card.metric(figures.MEAN).value


def test_shipped_counts_of_shakespeare_agree_with_an_independent_figure(in_repository):
    (card,) = (card for card in in_repository if card.name == "shakespeare-ngrams")
    # Modified Kneser-Ney of order 7, measured elsewhere on the same split.
    assert card.metric(f"{figures.MEAN}_order_7").value == pytest.approx(
        1.5165, abs=5e-3
    )


def test_growth_has_possible_and_actual_n_grams(table):
    rows = figures.growth(table[1])
    assert [row.order for row in rows] == [1, 2, 3, 4]
    assert rows[1].possible == rows[0].entries ** 2
    assert rows[1].post == 98**2
    assert all(row.entries <= row.possible for row in rows)


def test_growth_of_a_card_without_facts_is_empty(table):
    assert figures.growth(replace(table[1], facts={})) == []


def test_every_order_is_a_figure_with_its_command(table):
    listed = figures.of_cards([table[1]])
    assert len(listed) == 4
    assert {figure.kind for figure in listed} == {"Kneser–Ney"}
    assert all(figure.n and figure.split and figure.origin for figure in listed)
    assert [f.value for f in listed] == sorted(f.value for f in listed)


def test_one_nat_is_1_44_bits():
    figure = figures.Figure("text", "system", "LSTM", 1.0, 1, "last 10%", "")
    assert figure.bits_per_character == pytest.approx(1.442695)


def test_published_figures_stand_beside_ours_on_the_same_text(table):
    card = replace(table[1], preset="best", sources={"shakespeare": "x"}, metrics=())
    assert {f.kind for f in figures.of_cards([card])} == {"published"}


def test_much_weaker_models_are_not_drawn(table):
    listed = figures.of_cards([table[1]])
    assert len(listed) > 1
    assert figures.near_the_best(listed, 1.0) == listed[:1]
    assert figures.near_the_best([]) == []


def test_memory_of_a_model_is_what_it_holds(table):
    from engine.language.ngrams.writer import NGramWriter

    writer = NGramWriter(table[0])
    for order in (1, 3):
        model: KneserNey = writer.model(order)
        held = sum(level.size_bytes for level in model.table.levels[:order])
        held += sum(array.nbytes for array in (*model._discounted, *model._passed_on))
        assert duel.memory_bytes(table[1], order) == held
