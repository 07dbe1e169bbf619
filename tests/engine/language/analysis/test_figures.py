"""What the cards say together: figures beside others' own, targets, memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Metric
from engine.language.analysis import duel, figures
from engine.language.ngrams.kneser_ney import KneserNey


@pytest.fixture
def in_repository(monkeypatch):
    """Return the cards of the checkpoints that stand in the repository."""
    monkeypatch.delenv("LOUPE_CHECKPOINTS")
    names = checkpoint.names("language")
    return [checkpoint.read_card(folder, "language") for folder in names.values()]


def test_shipped_checkpoints_reach_what_they_must(in_repository):
    reached = {sentence: was for was, sentence in figures.verdicts(in_repository)}
    missed = [sentence for sentence, was in reached.items() if not was]
    assert len(reached) == 5
    assert all("hoped for" in sentence for sentence in missed)


def test_shipped_counts_of_shakespeare_agree_with_the_known_figure(in_repository):
    (card,) = (card for card in in_repository if card.name == "shakespeare-ngrams")
    # Modified Kneser-Ney of order 7, measured elsewhere on the same split.
    assert card.metric(f"{figures.MEAN}_order_7").value == pytest.approx(
        1.5165, abs=5e-3
    )


def a_metric(name, value):
    return Metric(name, value, 100, "last 10%", "./loupe evaluate language x")


def test_growth_counts_theory_beside_fact(table):
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


def test_published_figures_stand_beside_ours_on_the_same_text(table):
    card = replace(table[1], preset="best", sources={"shakespeare": "x"}, metrics=())
    assert {f.kind for f in figures.of_cards([card])} == {"published"}


@pytest.mark.parametrize(("value", "reached"), [(1.42, True), (1.44, False)])
def test_target_of_shakespeare_is_said_plainly(table, value, reached):
    card = replace(
        table[1],
        name="shakespeare-best",
        preset="best",
        sources={"shakespeare": "x"},
        metrics=(a_metric(figures.MEAN, value),),
    )
    (was_reached, sentence), (hoped, more) = figures.verdicts([card])
    assert was_reached is reached
    assert hoped is False
    assert "1.4000, which was hoped for" in more
    assert ("does not reach" in sentence) is not reached
    assert f"{value:.4f}" in sentence


@pytest.mark.parametrize(("value", "reached"), [(1.2, True), (1.9, False)])
def test_other_networks_are_held_against_the_best_order(table, value, reached):
    sources = {"aesop": "x"}
    orders = tuple(a_metric(f"{figures.MEAN}_order_{n}", 2 - n / 10) for n in (1, 2, 3))
    counted = replace(table[1], name="aesop-ngrams", sources=sources, metrics=orders)
    network = replace(
        table[1],
        name="aesop-best",
        preset="best",
        sources=sources,
        metrics=(a_metric(figures.MEAN, value),),
    )
    ((was_reached, sentence),) = figures.verdicts([counted, network])
    assert was_reached is reached
    assert "order 3" in sentence
    assert figures.verdicts([network]) == []


def test_figures_far_behind_are_not_drawn(table):
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
        held += sum(array.nbytes for array in (*model._kept, *model._passed_on))
        assert duel.memory_bytes(table[1], order) == held


def test_network_that_learns_while_it_reads_is_held_against_a_compressor(table):
    card = replace(
        table[1],
        name="shakespeare-best",
        preset="best",
        sources={"shakespeare": "x"},
        metrics=(a_metric(figures.DYNAMIC, 1.3),),
    )
    ((reached, sentence),) = figures.verdicts([card])
    assert reached
    assert "learning while it reads" in sentence
    assert "PPMd" in sentence
