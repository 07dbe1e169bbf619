"""Temperatures are found again, percentiles are shares, strangers are doubted."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.errors import CheckpointError
from engine.images import calibration
from engine.images.calibration import Calibration, OutOfDistributionRule

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("degrees", [0.3, 1.0, 2.5])
def test_temperature_that_scores_were_made_with_is_found(degrees):
    honest = RANDOM.normal(0, 2, (20_000, 5))
    chances = np.exp(honest) / np.exp(honest).sum(axis=1, keepdims=True)
    labels = (chances.cumsum(axis=1) < RANDOM.random((20_000, 1))).sum(axis=1)
    labels = np.minimum(labels, 4)
    assert calibration.temperature(honest * degrees, labels) == pytest.approx(
        degrees, rel=0.05
    )


def test_temperature_changes_no_answer():
    said = RANDOM.normal(size=(50, 10))
    for degrees in (0.1, 7.0):
        found = calibration.probabilities(said, degrees)
        np.testing.assert_allclose(found.sum(axis=1), 1)
        np.testing.assert_array_equal(found.argmax(axis=1), said.argmax(axis=1))


def test_percentile_is_the_share_that_is_less_sure():
    said = RANDOM.normal(size=(3000, 10)) * 3
    sure = calibration.sureness(said, 1.3)["probability"]
    made = Calibration(1.0, 1.3, "", 3000, calibration.quantiles(said, 1.3), "")
    for value in (sure.min(), np.median(sure), 0.6, sure.max()):
        expected = (sure < value).mean()
        assert made.percentile(float(value)) == pytest.approx(expected, abs=0.01)
    assert Calibration(1.0, 1.0, "", 0).percentile(0.5) is None


def test_rule_for_strangers_keeps_its_false_alarms_and_takes_the_better_measure():
    real = RANDOM.normal(size=(1000, 10))
    real[np.arange(1000), RANDOM.integers(0, 10, 1000)] += 9
    # As sure by probability, but with low logits throughout: only energy sees it.
    faint = real[:100] - 20
    rule = calibration.out_of_distribution(real, {"faint": faint}, 1.0)
    assert rule.measure == "energy"
    assert rule.detected == {"faint": 1.0}
    assert rule.false_alarms == pytest.approx(0.05, abs=0.002)
    made = Calibration(1.0, 1.0, "", 1000, out_of_distribution=rule)
    assert made.is_out_of_distribution(faint[0])
    assert not made.is_out_of_distribution(real.max(axis=0))
    assert Calibration(1.0, 1.0, "", 0).is_out_of_distribution(real[0]) is None


def test_energy_is_the_logarithm_of_summed_exponentials():
    said = RANDOM.normal(size=(4, 3))
    found = calibration.sureness(said, 2.0)
    np.testing.assert_allclose(found["energy"], np.log(np.exp(said / 2).sum(axis=1)))
    expected = calibration.probabilities(said, 2.0).max(axis=1)
    np.testing.assert_allclose(found["probability"], expected)


def test_calibration_is_stored_and_read_again(tmp_path):
    rule = OutOfDistributionRule("energy", 1.5, 0.05, {"noise": 0.9})
    made = Calibration(0.7, 0.8, "validation", 5000, (0.1, 0.9), "test", rule)
    file = tmp_path / calibration.FILE
    file.write_text(calibration.to_text(made), encoding="utf-8")
    assert calibration.read(tmp_path) == made
    for damaged in ("{", "{}", "[]", json.dumps({"single": 1.0, "unknown": 2})):
        file.write_text(damaged, encoding="utf-8")
        with pytest.raises(CheckpointError, match=r"calibration\.json"):
            calibration.read(tmp_path)


def test_strangers_are_many_kinds_and_the_same_each_time():
    from engine.images import out_of_distribution

    made, again = out_of_distribution.make(2), out_of_distribution.make(2)
    assert len(made) >= 6
    for kind, pictures in made.items():
        assert pictures.shape == (2, 32, 32, 3), kind
        assert pictures.dtype == np.uint8
        np.testing.assert_array_equal(pictures, again[kind])
        assert not np.array_equal(pictures[0], pictures[1])
