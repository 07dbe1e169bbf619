"""Temperature, top-n and top-p, on NumPy and inside the compiled loop alike."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from engine.errors import ConfigError
from engine.sampling import (
    PRESETS,
    GumbelNoise,
    SamplingSettings,
    draw,
    log_softmax,
    probabilities,
)

LOGITS = np.random.default_rng(1).normal(scale=3, size=(20, 40)).astype(np.float32)
SYMBOLS = LOGITS.shape[-1]


def ranked(shares: np.ndarray) -> np.ndarray:
    return np.sort(shares, axis=-1)[..., ::-1]


def test_plain_settings_are_a_softmax():
    expected = np.exp(LOGITS.astype(float))
    expected /= expected.sum(-1, keepdims=True)
    shares = probabilities(LOGITS, SamplingSettings())
    np.testing.assert_allclose(shares, expected, rtol=1e-5)
    np.testing.assert_allclose(np.exp(log_softmax(LOGITS)), expected)


def test_huge_logits_do_not_overflow():
    row = np.asarray([1e30, 1e30, -1e30], np.float32)
    shares = probabilities(row, SamplingSettings(temperature=0.1))
    np.testing.assert_allclose(shares, [0.5, 0.5, 0.0])
    assert np.isfinite(log_softmax(row)[:2]).all()


@pytest.mark.parametrize("temperature", [0.1, 0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("top_n", [0, 1, 2, 7, SYMBOLS, SYMBOLS + 5])
@pytest.mark.parametrize("top_p", [0.01, 0.5, 0.95, 1.0])
def test_settings_keep_what_they_say(temperature, top_n, top_p):
    shares = probabilities(LOGITS, SamplingSettings(temperature, top_n, top_p))
    np.testing.assert_allclose(shares.sum(-1), 1)
    kept = (shares > 0).sum(-1)
    if top_n and top_p == 1.0:
        assert (kept == min(top_n, SYMBOLS)).all()
    # The kept ones are the likeliest, in the same order.
    for row, logits in zip(shares, LOGITS, strict=True):
        count = int((row > 0).sum())
        assert set(np.flatnonzero(row)) == set(np.argsort(-logits)[:count])
    if top_p < 1 and not top_n:
        plain = ranked(probabilities(LOGITS, SamplingSettings(temperature)))
        mass = plain.cumsum(-1)
        for row, count in zip(mass, kept, strict=True):
            assert row[count - 1] >= top_p - 1e-9  # enough
            assert count == 1 or row[count - 2] < top_p  # and not one more


def test_low_temperature_sharpens_and_high_flattens():
    best = [
        probabilities(LOGITS, SamplingSettings(t)).max(-1) for t in (0.2, 0.5, 1, 2)
    ]
    assert all((cold >= warm).all() for cold, warm in pairwise(best))


def test_temperature_zero_takes_the_likeliest():
    shares = probabilities(LOGITS, SamplingSettings(temperature=0, top_n=3))
    assert (shares.argmax(-1) == LOGITS.argmax(-1)).all()
    assert ((shares == 0) | (shares == 1)).all()


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_ties_are_kept_together(temperature):
    row = np.asarray([1.0, 3.0, 3.0, 0.0])
    shares = probabilities(row, SamplingSettings(temperature, top_n=1))
    np.testing.assert_allclose(shares, [0, 0.5, 0.5, 0])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("temperature", [-0.1, 5.1, math.nan, math.inf]),
        ("top_n", [-1, 10_001]),
        ("top_p", [0.0, -1.0, 1.01, math.nan]),
        ("seed", [-1, 2**31]),
    ],
)
def test_setting_out_of_bounds_is_refused(name, values):
    for value in values:
        with pytest.raises(ConfigError, match=name.replace("_", " ")):
            SamplingSettings(**{name: value})


def test_named_presets_exist():
    assert set(PRESETS) == {"timid", "post", "bold"}
    assert PRESETS["post"].top_n == 2


def test_noise_is_the_same_for_the_same_seed_in_chunks_of_any_size():
    all_rows = GumbelNoise(3, SYMBOLS).next_rows(25)
    noise, first = GumbelNoise(3, SYMBOLS), 0
    for count, used in ((10, 10), (8, 3), (4, 4), (8, 8)):  # 8 are looked at, 3 used
        np.testing.assert_array_equal(noise.next_rows(count), all_rows[first:][:count])
        noise.pass_over(used)
        first += used
    assert not np.array_equal(all_rows, GumbelNoise(4, SYMBOLS).next_rows(25))
    assert all_rows.dtype == np.float32


def test_draws_follow_the_probabilities():
    settings = SamplingSettings(temperature=0.7, top_n=3)
    row = np.asarray([0.5, 1.0, 0.0, -1.0, 0.9])
    noise = GumbelNoise(0, len(row)).next_rows(20_000)
    counts = np.bincount([draw(row, settings, n) for n in noise], minlength=len(row))
    shares = probabilities(row, settings)
    # Four standard deviations of a share of 20,000 draws.
    np.testing.assert_allclose(counts / 20_000, shares, atol=4 * 0.5 / 20_000**0.5)
    assert (counts[shares == 0] == 0).all()
