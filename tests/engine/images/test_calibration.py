"""Temperature scaling, confidence percentiles and out-of-distribution detection."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.calibration import temperature as fit_temperature
from engine.errors import CheckpointError
from engine.images import calibration, generated_images, out_of_distribution
from engine.images.calibration import Calibration
from engine.images.out_of_distribution import OutOfDistributionRule

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5])
def test_temperature_that_scaled_the_logits_is_recovered(temperature):
    logits = RANDOM.normal(0, 2, (20_000, 5))
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (chances.cumsum(axis=1) < RANDOM.random((20_000, 1))).sum(axis=1)
    labels = np.minimum(labels, 4)
    fitted = fit_temperature(logits * temperature, labels)
    assert fitted == pytest.approx(temperature, rel=0.05)


def test_temperature_changes_no_answer():
    logits = RANDOM.normal(size=(50, 10))
    for temperature in (0.1, 7.0):
        scaled = calibration.probabilities(logits, temperature)
        np.testing.assert_allclose(scaled.sum(axis=1), 1)
        np.testing.assert_array_equal(scaled.argmax(axis=1), logits.argmax(axis=1))


def test_percentile_is_the_share_with_lower_confidence():
    logits = RANDOM.normal(size=(3000, 10)) * 3
    confidence = calibration.probabilities(logits, 1.3).max(axis=1)
    quantiles = calibration.confidence_quantiles(logits, 1.3)
    fitted = Calibration(1.0, 1.3, "", 3000, quantiles, "")
    for value in (confidence.min(), np.median(confidence), 0.6, confidence.max()):
        expected = (confidence < value).mean()
        assert fitted.percentile(float(value)) == pytest.approx(expected, abs=0.01)
    assert Calibration(1.0, 1.0, "", 0).percentile(0.5) is None


def test_rule_has_its_false_positive_rate_and_the_higher_detection_rate():
    real = RANDOM.normal(size=(1000, 10))
    real[np.arange(1000), RANDOM.integers(0, 10, 1000)] += 9
    # The same probabilities, but low logits throughout: only the energy detects it.
    faint = real[:100] - 20
    rule = out_of_distribution.choose_rule(real, {"faint": faint}, 1.0)
    assert rule.measure == "energy"
    assert rule.detected == {"faint": 1.0}
    assert rule.false_alarms == pytest.approx(0.05, abs=0.002)
    fitted = Calibration(1.0, 1.0, "", 1000, out_of_distribution=rule)
    assert fitted.is_out_of_distribution(faint[0])
    assert not fitted.is_out_of_distribution(real.max(axis=0))
    assert Calibration(1.0, 1.0, "", 0).is_out_of_distribution(real[0]) is None


def test_energy_score_is_the_logarithm_of_summed_exponentials():
    logits = RANDOM.normal(size=(4, 3))
    scores = out_of_distribution.scores(logits, 2.0)
    expected = np.log(np.exp(logits / 2).sum(axis=1))
    np.testing.assert_allclose(scores["energy"], expected)
    expected = calibration.probabilities(logits, 2.0).max(axis=1)
    np.testing.assert_allclose(scores["probability"], expected)


def test_calibration_is_stored_and_read_again(tmp_path):
    rule = OutOfDistributionRule("energy", 1.5, 0.05, {"noise": 0.9})
    fitted = Calibration(0.7, 0.8, "validation", 5000, (0.1, 0.9), "test", rule)
    file = tmp_path / calibration.FILE
    file.write_text(calibration.to_text(fitted), encoding="utf-8")
    assert calibration.read(tmp_path) == fitted
    for damaged in ("{", "{}", "[]", json.dumps({"single": 1.0, "unknown": 2})):
        file.write_text(damaged, encoding="utf-8")
        with pytest.raises(CheckpointError, match=r"calibration\.json"):
            calibration.read(tmp_path)


def test_generated_images_are_of_many_kinds_and_reproducible():
    first, second = generated_images.generate(2), generated_images.generate(2)
    assert len(first) >= 6
    for kind, pixels in first.items():
        assert pixels.shape == (2, 32, 32, 3), kind
        assert pixels.dtype == np.uint8
        np.testing.assert_array_equal(pixels, second[kind])
        assert not np.array_equal(pixels[0], pixels[1])
