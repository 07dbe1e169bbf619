"""Every number of a small network is the sum that is shown for it, to 1e-5."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import registry
from engine.errors import ConfigError
from engine.language.analysis.trace import GATES, trace
from engine.language.analysis.whole_step import Number, is_small, whole_step
from engine.language.evaluate import stream_logits
from engine.language.model import recurrent_layers, reset_states

TEXT = "the lamp is lit, and the gull"
SQUASHED = {"sigmoid": lambda x: 1 / (1 + np.exp(-x)), "tanh": np.tanh, "": lambda x: x}


@pytest.fixture(scope="module")
def traced(tiny_writer):
    return trace(tiny_writer, TEXT)


@pytest.mark.parametrize("position", [0, 9, len(TEXT) - 1])
def test_every_number_is_the_sum_of_its_products(traced, position):
    step = whole_step(traced, position)
    numbers = list(step.numbers())
    units, size = len(step.hidden), len(step.logits)
    assert len({number.id for number in numbers}) == 6 * units + size
    for number in numbers:
        made = step.sum_of(number)
        assert SQUASHED[made.activation](made.total) == pytest.approx(
            made.result, abs=1e-5
        ), number


@pytest.mark.parametrize("position", [0, 9, len(TEXT) - 1])
def test_results_are_the_networks_own(tiny_writer, traced, position):
    step = whole_step(traced, position)
    ids = tiny_writer.vocabulary.encode("\n" + TEXT[: position + 1]).ids
    reset_states(tiny_writer.model)
    *_, log_p = np.concatenate(list(stream_logits(tiny_writer.model, ids)))
    np.testing.assert_allclose(np.log(step.probabilities), log_p, atol=1e-5)
    (lstm,) = recurrent_layers(tiny_writer.model)
    before = [step.memory[None], step.cell_before[None]]
    hidden, (_, cell) = lstm.cell(step.embedding[None], before)
    units = range(len(step.hidden))
    for kind, ours in (("hidden", hidden), ("cell", cell)):
        shown = [step.sum_of(Number(kind, unit)).result for unit in units]
        np.testing.assert_allclose(shown, np.asarray(ours)[0], atol=1e-5)


def test_products_of_a_gate_are_values_times_weights_in_order(traced):
    step = whole_step(traced, 4)
    made = step.sum_of(Number("forget", 2))
    assert [term.name for term in made.terms][:5] == ["x1", "x2", "x3", "x4", "h'1"]
    assert made.terms[-1].name == "bias"
    assert made.terms[5].weight == step.recurrent[1, GATES.index("forget"), 2]
    assert made.total == pytest.approx(float(step.totals[1, 2]), abs=1e-5)


def test_deep_network_is_refused_with_what_to_do(learned):
    deep = registry.get("language").load(learned("language", "best").checkpoint)
    traced = trace(deep, "lamp")
    assert not is_small(traced)
    with pytest.raises(ConfigError, match="Choose a smaller one"):
        whole_step(traced, 0)


@pytest.mark.parametrize("shape", [(131, 4), (60, 17)])
def test_many_characters_or_dimensions_are_not_small(traced, shape):
    assert is_small(traced)
    assert not is_small(replace(traced, embeddings=np.zeros(shape, np.float32)))
