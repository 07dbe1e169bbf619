"""For any text: a network's answer does not depend on how its letters are encoded."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import registry
from engine.data.lookup import has_visible
from tests.property.texts import LETTERS, STEADY, padded

FEW = settings(STEADY, max_examples=8)
_VISIBLE = st.text(LETTERS.replace("&", ""), max_size=30).filter(has_visible)


@pytest.fixture(scope="module")
def networks(learned):
    """A tiny network that answers, and one that classifies; compiled for any length."""
    loaded = []
    for name in ("reading", "sentiment"):
        network = registry.get(name).load(learned(name, "quick").checkpoint)
        network.warm()
        loaded.append(network)
    return loaded


@FEW
@given(pair=padded(_VISIBLE))
def test_answers_to_two_ways_of_writing_one_text_are_equal(networks, pair):
    reader, reviewer = networks
    ways = (pair[0], unicodedata.normalize("NFD", pair[1]))
    answers = []
    for text in ways:
        context = f"Ada: {text}"
        found = reader.read(context, f"{text}?").candidates
        assert all(each.text == context[slice(*each.characters)] for each in found)
        answers.append([(each.words, each.probability) for each in found])
    assert answers[0] == answers[1]
    np.testing.assert_array_equal(*(reviewer.read(t).probabilities for t in ways))
