"""One text read with several memories at once: each as the network alone reads it."""

from __future__ import annotations

import pytest

from engine import registry
from engine.language.analysis import memories
from engine.language.predict import Memory

TEXT = "the lamp is lit, and the boat is latest\n"  # 40 characters, five times 8


def test_losses_are_those_of_the_network_reading_alone(learned):
    of_two_layers = learned("language", "best").checkpoint
    writer = registry.get("language").load(of_two_layers)
    asked = {
        "carried": Memory(),
        "after another text": Memory(before="a kettle"),
        "reset every 8": Memory(reset_every=8),
        "reset after another text": Memory("a kettle", 8),
        "never reached": Memory(reset_every=99),
    }
    found = memories.losses(writer, TEXT, asked)
    for name, memory in asked.items():
        alone = writer.read(TEXT, memory).piece.nats_per_character
        assert found[name] == pytest.approx(alone, abs=1e-5)
    assert found["never reached"] == pytest.approx(found["carried"])
    assert found["carried"] != pytest.approx(found["reset every 8"])
