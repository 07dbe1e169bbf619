"""Attention by hand: every number equals the network's own to 1e-5."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import ConfigError
from engine.reading.analysis.samples import SAMPLES
from engine.reading.analysis.similarity import similarity
from engine.reading.predict import Reader
from engine.reading.tokens import tokenise


@pytest.fixture(scope="module")
def reader(learned) -> Reader:
    return Reader(learned("reading", "quick").checkpoint)


def test_weights_are_those_of_the_network(reader):
    context, question = tokenise(SAMPLES[0].context), tokenise("Who lit the lamp?")
    attended = reader.attend(context, question)
    by_hand = similarity(reader, context, question)
    np.testing.assert_allclose(by_hand.to_query, attended.context_to_query, atol=1e-5)
    np.testing.assert_allclose(by_hand.to_context, attended.query_to_context, atol=1e-5)
    assert by_hand.total.std() > 0


def test_parts_of_a_cell_add_up_to_its_similarity(reader):
    context, question = tokenise("The goat cut the grass."), tokenise("Who cut it?")
    by_hand = similarity(reader, context, question)
    cell = by_hand.cell(1, 2)
    assert cell.similarity == pytest.approx(by_hand.total[1, 2], abs=1e-6)
    assert cell.weight == pytest.approx(by_hand.to_query[1, 2])
    assert by_hand.product_part.shape == (len(context), len(question))


def test_long_context_is_compared_in_the_window_around_the_word(reader):
    context = tokenise(" ".join(f"word{i}" for i in range(700)))
    by_hand = similarity(reader, context, tokenise("Which word?"), around=650)
    assert len(by_hand.context) == 300
    assert by_hand.context.words[650 - by_hand.first] == "word650"


def test_network_without_attention_flow_is_refused(reader, monkeypatch):
    monkeypatch.setattr(reader, "config", replace(reader.config, attention="dot"))
    with pytest.raises(ConfigError, match="dot-product attention"):
        similarity(reader, tokenise("A goat."), tokenise("Who?"))
