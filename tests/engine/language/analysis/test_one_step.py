"""Worked numbers of the LSTM: each is the network's own, to 1e-5."""

from __future__ import annotations

import numpy as np
import pytest

from engine.backend.compiled import gradient
from engine.language.analysis.one_step import candidates, unit_step
from engine.language.analysis.trace import influence, trace
from engine.language.evaluate import stream_logits
from engine.language.model import reset_states
from engine.sampling import SamplingSettings

TEXT = "the lamp is lit, and the gull"


def sigmoid(x: float) -> float:
    return 1 / (1 + np.exp(-x))


@pytest.fixture(scope="module")
def traced(tiny_writer):
    return trace(tiny_writer, TEXT)


def test_states_and_logits_are_the_networks(tiny_writer, traced):
    read = tiny_writer.unit_traces("\n" + TEXT)[:, 1:]  # (layers, T, U)
    for layer, states in zip(traced.layers, read, strict=True):
        np.testing.assert_allclose(layer.hidden[1:], states, atol=1e-5)
    reset_states(tiny_writer.model)
    ids = tiny_writer.vocabulary.encode("\n" + TEXT).ids
    log_p = np.concatenate(list(stream_logits(tiny_writer.model, ids)))[1:]
    for position in (0, 7, len(TEXT) - 1):
        logits = traced.logits(position)
        ours = logits - np.log(np.exp(logits).sum())
        np.testing.assert_allclose(ours, log_p[position], atol=1e-5)


def test_trace_goes_on_where_an_earlier_text_ended(tiny_writer, traced):
    later = trace(tiny_writer, TEXT[9:], before="\n" + TEXT[:9])
    np.testing.assert_allclose(
        later.logits(len(TEXT) - 10), traced.logits(len(TEXT) - 1), atol=1e-5
    )


@pytest.mark.parametrize("position", [0, 5, 20])
def test_gates_of_a_unit_add_up_to_its_new_cell(traced, position):
    step = unit_step(traced, position, layer=0, unit=3, largest=4)
    into, forget, candidate, output = step.gates
    assert step.character == TEXT[position]
    for gate, squash in zip(step.gates, "sstS".lower(), strict=True):
        expected = (
            np.tanh(gate.total) if squash == "t" else 1 / (1 + np.exp(-gate.total))
        )
        assert gate.activation == pytest.approx(expected, abs=1e-5)
        products = [abs(part.product) for part in gate.inputs]
        assert products == sorted(products, reverse=True)
        assert len(gate.memory) == 4
    cell = forget.activation * step.cell_before + into.activation * candidate.activation
    assert step.cell_after == pytest.approx(cell, abs=1e-5)
    hidden = output.activation * np.tanh(step.cell_after)
    assert step.hidden_after == pytest.approx(hidden, abs=1e-5)


def test_all_contributions_of_a_gate_are_its_sum(traced):
    gate = unit_step(traced, 8, layer=0, unit=1, largest=1000).gates[1]
    assert sum(p.product for p in gate.inputs) == pytest.approx(
        gate.from_input, abs=1e-5
    )
    total = sum(part.product for part in gate.memory)
    assert total == pytest.approx(gate.from_memory, abs=1e-5)


@pytest.mark.parametrize(
    "settings",
    [
        SamplingSettings(temperature=0.7, seed=2),
        SamplingSettings(top_n=3, seed=5),
        SamplingSettings(temperature=1.5, top_n=6, top_p=0.8, seed=1),
        SamplingSettings(temperature=0.0),
    ],
)
def test_drawn_candidate_is_what_the_network_writes(tiny_writer, settings):
    written = "".join(p.text for p in tiny_writer.write("the ", 40, settings))
    traced = trace(tiny_writer, written, before="the ")
    for i in range(1, 40):
        rows = candidates(traced.logits(i - 1), settings, i, tiny_writer.vocabulary, 5)
        (drawn,) = [row for row in rows if row.chosen]
        assert drawn.character == written[i]
        assert drawn.total == max(row.total for row in rows)
        assert len(rows) == 5


def test_stages_of_sampling_narrow_the_choice(traced, tiny_writer):
    settings = SamplingSettings(temperature=0.5, top_n=4, top_p=0.9, seed=3)
    vocabulary = tiny_writer.vocabulary
    logits = traced.logits(6)
    rows = candidates(logits, settings, 0, vocabulary, len(vocabulary))
    assert [row.logit for row in rows] == sorted(logits.tolist(), reverse=True)
    assert rows[0].scaled == pytest.approx(2 * rows[0].logit)
    for stage in ("softmax", "after_top_n", "after_top_p"):
        assert sum(getattr(row, stage) for row in rows) == pytest.approx(1)
    assert sum(row.after_top_n > 0 for row in rows) == 4
    assert sum(row.after_top_p > 0 for row in rows) <= 4


def test_influence_is_the_norm_of_the_gradient_by_each_embedding(tiny_writer, traced):
    from keras import ops

    model = tiny_writer.model
    position, symbol = 12, 4
    ids = tiny_writer.vocabulary.encode("\n" + TEXT[:position]).ids
    embedded = np.asarray(model.get_layer("embedding").embeddings)[ids][None]

    def logit(x):
        reset_states(model)
        for layer in model.layers[2:]:
            x = layer(x, training=False)
        return ops.sum(x[0, -1, symbol])

    expected = np.linalg.norm(gradient(logit, embedded)[0, 1:], axis=-1)
    np.testing.assert_allclose(influence(traced, position, symbol), expected, rtol=1e-3)
    near = influence(traced, position, symbol, most=5)
    np.testing.assert_allclose(near, expected[-5:], rtol=1e-3)
