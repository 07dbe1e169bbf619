"""What only one of several networks gets right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import PROJECT
from engine.errors import CheckpointError
from engine.reading.analysis import ablations
from engine.reading.analysis.outcomes import Outcomes


def outcomes(*exact: int) -> Outcomes:
    whole, real = np.zeros(len(exact), np.int32), np.array(exact, np.float32)
    return Outcomes(*[real] * 5, *[whole] * 6)


FOUND = {
    "baseline": outcomes(1, 0, 0, 1, 0),
    "flow": outcomes(1, 1, 0, 0, 0),
    "three": outcomes(1, 1, 0, 0, 1),
}


def test_smart_span_has_the_weights_of_attention_flow():
    flow, span = (
        checkpoint.read_card(PROJECT / "checkpoints/reading" / name, "reading")
        for name in ("attention-flow", "smart-span")
    )
    assert flow.files["model.weights.h5"] == span.files["model.weights.h5"]
    differ = {k for k in flow.config if flow.config[k] != span.config[k]}
    assert differ == {"span_search"}


def test_only_counts_what_no_other_network_gets_right():
    rows = {row.name: row for row in ablations.rows(FOUND)}
    assert {name: row.only for name, row in rows.items()} == {
        "baseline": (3,),
        "flow": (),
        "three": (4,),
    }
    assert rows["three"].right == 3
    assert rows["three"].share == pytest.approx(0.6)


def test_agreement_counts_every_question_once():
    assert ablations.agreement(FOUND) == [1, 2, 1, 1]


def test_networks_with_other_questions_are_not_compared():
    with pytest.raises(CheckpointError, match="same questions"):
        ablations.rows({**FOUND, "other": outcomes(1, 0)})


def test_first_card_of_each_ablation_counts_in_the_posts_order(learned):
    folder = learned("reading", "quick").checkpoint
    card = checkpoint.read_card(folder, "reading")
    presets = ("characters", "quick", "baseline", "characters")
    cards = [
        replace(card, preset=preset, name=f"{preset}-{place}")
        for place, preset in enumerate(presets)
    ]
    found = ablations.present(cards)
    assert [(preset, one.name) for preset, one in found.items()] == [
        ("baseline", "baseline-2"),
        ("characters", "characters-0"),
    ]


def test_other_budget_is_not_alike(learned):
    folder = learned("reading", "quick").checkpoint
    card = checkpoint.read_card(folder, "reading")
    wider = replace(card, config={**card.config, "character_filters": 9})
    longer = replace(card, config={**card.config, "epochs": 9})
    assert ablations.alike([card, wider])
    assert not ablations.alike([card, longer])
    distilled = replace(card, config={**card.config, "distillation_weight": 0.5})
    assert not ablations.alike([card, distilled])
    assert ablations.alike([])
