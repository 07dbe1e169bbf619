"""The compiled loop agrees with the model and the sampling rule."""

from __future__ import annotations

import numpy as np
import pytest

from engine.sampling import GumbelNoise, SamplingSettings, draw

SETTINGS = SamplingSettings(temperature=0.9, top_n=8, top_p=0.9, seed=5)
# Sums are in another order, and the state accumulates the differences.
LOGITS_ATOL = 1e-4

CASES = [
    SamplingSettings(temperature, top_n, top_p)
    for temperature in (0.0, 0.3, 1.0, 5.0)
    for top_n in (0, 1, 2, 7, 30, 35)
    for top_p in (0.01, 0.3, 0.9, 1.0)
]


def picked(logits, noise, settings):
    from keras import ops

    from engine.language.writing import _pick

    values = (
        ops.convert_to_tensor(settings.temperature, "float32"),
        ops.convert_to_tensor(settings.top_n, "int32"),
        ops.convert_to_tensor(settings.top_p, "float32"),
    )
    tensors = ops.convert_to_tensor(logits), ops.convert_to_tensor(noise)
    return int(_pick(*tensors, *values))


@pytest.mark.parametrize("kind", ["random", "ties", "two symbols"])
def test_pick_in_the_graph_is_the_draw_of_the_rule(kind):
    symbols = 2 if kind == "two symbols" else 30
    chance = np.random.default_rng(2)
    noise = GumbelNoise(0, symbols).next_rows(len(CASES))
    for settings, row in zip(CASES, noise, strict=True):
        logits = chance.normal(scale=3, size=symbols).astype(np.float32)
        if kind == "ties":
            logits = np.rint(logits / 2)
        assert picked(logits, row, settings) == draw(logits, settings, row), settings


@pytest.fixture(
    scope="module", params=["quick", pytest.param("best", marks=pytest.mark.slow)]
)
def writer(request, learned):
    from engine import registry

    return registry.get("language").load(learned("language", request.param).checkpoint)


def written(writer, length, settings=SETTINGS, reset_every=0, prompt="The lamp"):
    """Return ids and logits of a piece, block by block."""
    from engine.language.step_weights import StepWeights
    from engine.language.writing import Writing

    step = StepWeights.of(writer.model)
    writing = Writing(step, settings, length, reset_every)
    writing.read(writer.vocabulary.encode(prompt).ids)
    blocks = list(writing.blocks())
    ids = np.concatenate([block for block, _ in blocks])
    logits = np.concatenate([block for _, block in blocks])
    assert ids.shape == (length,)
    assert logits.shape == (length, len(writer.vocabulary))
    return ids, logits


def own_logits(writer, ids, reset_every=0, prompt="The lamp"):
    """Return the Keras model's own logits before each of `ids`."""
    from engine.language.model import reset_states

    model = writer.model
    before = np.concatenate([writer.vocabulary.encode(prompt).ids, ids[:-1]])
    lead = len(prompt) - 1
    reset_states(model)
    if lead:
        model.predict_on_batch(before[None, :lead])
    rows = []
    for i, character in enumerate(before[lead:]):
        if reset_every and i and i % reset_every == 0:
            reset_states(model)
        rows.append(np.asarray(model.predict_on_batch(character[None, None]))[0, 0])
    return np.stack(rows)


@pytest.mark.slow
def test_logits_equal_those_of_the_model(writer):
    ids, logits = written(writer, 70)
    np.testing.assert_allclose(logits, own_logits(writer, ids), atol=LOGITS_ATOL)


@pytest.mark.slow
@pytest.mark.parametrize("reset_every", [1, 10, 32, 45])
def test_state_is_reset_every_so_many_characters(writer, reset_every):
    ids, logits = written(writer, 100, reset_every=reset_every)
    expected = own_logits(writer, ids, reset_every)
    np.testing.assert_allclose(logits, expected, atol=LOGITS_ATOL)
    assert not np.allclose(logits, own_logits(writer, ids), atol=LOGITS_ATOL)


def test_each_character_is_the_one_that_the_rule_draws(writer):
    ids, logits = written(writer, 100)
    noise = GumbelNoise(SETTINGS.seed, len(writer.vocabulary)).next_rows(100)
    for character, row, chance in zip(ids, logits, noise, strict=True):
        assert character == draw(row, SETTINGS, chance)


def test_text_depends_on_the_seed_and_not_on_the_blocks(writer, monkeypatch):
    from engine.language import writing

    ids, _ = written(writer, 80)
    np.testing.assert_array_equal(written(writer, 80)[0], ids)
    np.testing.assert_array_equal(written(writer, 50)[0], ids[:50])
    other = SamplingSettings(0.9, 8, 0.9, seed=6)
    assert not np.array_equal(written(writer, 80, other)[0], ids)
    monkeypatch.setattr(writing, "BLOCK", 13)
    np.testing.assert_array_equal(written(writer, 80)[0], ids)


def test_long_prompt_is_read_like_a_short_one(writer, sample_text):
    prompt = sample_text[:300]  # a chunk of each compiled size
    ids, logits = written(writer, 5, prompt=prompt)
    expected = own_logits(writer, ids, prompt=prompt)
    np.testing.assert_allclose(logits, expected, atol=LOGITS_ATOL)


def test_coldest_and_narrowest_settings_take_the_likeliest(writer):
    for settings in (SamplingSettings(0.0), SamplingSettings(1.0, top_n=1)):
        ids, logits = written(writer, 40, settings)
        np.testing.assert_array_equal(ids, logits.argmax(-1))
