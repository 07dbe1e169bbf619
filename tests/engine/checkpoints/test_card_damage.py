"""A mutated card is sound in every figure that pages draw, or is refused in words."""

from __future__ import annotations

import json

import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import PROJECT
from engine.errors import CheckpointError
from tests.contract import mutations
from ui import cards, loading

CARDS = sorted((PROJECT / "checkpoints").glob("*/*/card.json"))
EACH = 30


@pytest.mark.parametrize("name", registry.NAMES)
def test_mutated_cards_are_refused_or_drawn(name, tmp_path):
    paths = [path for path in CARDS if path.parts[-3] == name]
    refused = tried = 0
    for path in paths:
        value = json.loads(path.read_text(encoding="utf-8"))
        for text in mutations.of_json(value, EACH):
            (tmp_path / "card.json").write_bytes(text.encode(errors="surrogatepass"))
            tried += 1
            try:
                card = checkpoint.read_card(tmp_path, name)
            except CheckpointError:
                refused += 1
                continue
            assert cards.label_of(card)
            cards.facts(card)
            loading._rank(name, card, 0)
            for metric in card.metrics:
                cards._measured(card, metric)
            f"{card.parameters:,} {card.epochs:g} {card.seconds:.1f}"
    assert tried == EACH * len(paths)
    assert refused >= tried / 3


def test_at_least_800_cards_are_tried():
    assert EACH * len(CARDS) >= 800


@pytest.mark.parametrize("file", ["../other/model.weights.h5", "/etc/passwd", "a\0b"])
def test_card_cannot_name_a_file_outside_its_folder(tmp_path, file):
    value = json.loads(CARDS[0].read_text(encoding="utf-8"))
    value["snapshots"] = [{"epoch": 1, "file": file}]
    (tmp_path / "card.json").write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(CheckpointError, match="is not a file of a checkpoint"):
        checkpoint.read_card(tmp_path, CARDS[0].parts[-3])
