"""A hidden unit held at a value: what the Keras cells give with it overwritten."""

from __future__ import annotations

import numpy as np
import pytest

from engine import registry
from engine.language.analysis import holding
from engine.language.model import recurrent_layers
from engine.language.writing import CELL, OUTPUT, Held
from engine.sampling import SamplingSettings, log_softmax

PROMPT = "the lamp is lit"
SETTINGS = SamplingSettings(temperature=0.8, seed=5)


@pytest.fixture(scope="module")
def deep_writer(learned):
    """A network of two layers."""
    return registry.get("language").load(learned("language", "best").checkpoint)


def compared(writer, held):
    free, other = (
        holding.write(writer, PROMPT, 40, SETTINGS, which) for which in (None, held)
    )
    return holding.compare(writer.vocabulary.characters, free, other)


def held_logits(writer, text, held):
    """Return the logits after a text, from Keras's own cells, step by step."""
    layers = recurrent_layers(writer.model)
    units = layers[0].units
    states = [[np.zeros((1, units), np.float32)] * 2 for _ in layers]
    embeddings = np.asarray(writer.model.get_layer("embedding").embeddings)
    for symbol in writer.vocabulary.encode(text).ids:
        x = embeddings[symbol][None]
        for number, lstm in enumerate(layers):
            before = x, states[number][0]
            h, (_, c) = lstm.cell(x, states[number])
            h, c = np.array(h), np.array(c)
            if number == held.layer and held.part == CELL:
                c[0, held.unit] = held.value
                h[0, held.unit] = output_gate(lstm.cell, *before)[held.unit]
                h[0, held.unit] *= np.tanh(held.value)
            elif number == held.layer:
                h[0, held.unit] = held.value
            x, states[number] = h, [h, c]
    return np.asarray(writer.model.get_layer("logits")(x))[0]


def output_gate(cell, x, h):
    total = x @ np.asarray(cell.kernel) + h @ np.asarray(cell.recurrent_kernel)
    return 1 / (1 + np.exp(-np.split((total + np.asarray(cell.bias))[0], 4)[3]))


@pytest.mark.parametrize("held", [Held(0, 3, CELL, -0.7), Held(1, 2, OUTPUT, 1.0)])
def test_held_unit_has_its_value_in_the_networks_own_cells(deep_writer, held):
    found = compared(deep_writer, held)
    expected = held_logits(deep_writer, PROMPT, held)
    characters = deep_writer.vocabulary.characters
    shares = np.exp(log_softmax(expected))
    for change in found.changes:
        symbol = characters.index(change.character)
        assert change.logits[1] == pytest.approx(expected[symbol], abs=1e-5)
        assert change.probabilities[1] == pytest.approx(shares[symbol], abs=1e-5)
    moves = [
        abs(after - before)
        for before, after in (change.probabilities for change in found.changes)
    ]
    assert moves == sorted(moves, reverse=True)
    assert found.moved == pytest.approx(sum(moves) / 2)
    assert found.moved > 1e-4


def test_text_beside_it_is_the_networks_own(deep_writer):
    held = Held(1, 2, OUTPUT, 1.0)
    found = compared(deep_writer, held)
    own = "".join(p.text for p in deep_writer.write(PROMPT, 40, SETTINGS))
    with_it = deep_writer.write(PROMPT, 40, SETTINGS, held=held)
    assert found.free.text == own
    assert found.held.text == "".join(piece.text for piece in with_it)
    assert found.held.text[: found.same] == own[: found.same]
    assert found.held.text[found.same : found.same + 1] != own[found.same :][:1] or (
        found.held.text == own
    )
