"""Calibration: fitting, applying and storing the temperature."""

from __future__ import annotations

import numpy as np
import pytest

from engine.calibration import loss
from engine.errors import CheckpointError
from engine.sentiment import calibration
from engine.sentiment.calibration import Temperature


@pytest.fixture(scope="module")
def calibrated():
    """Logits, and labels drawn from their own probabilities."""
    random = np.random.default_rng(0)
    logits = random.normal(0, 1.5, (4000, 5))
    probabilities = calibration.probabilities(logits, Temperature(1.0, 0, ""))
    labels = np.array([random.choice(5, p=row) for row in probabilities])
    return logits, labels


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_over_and_underconfidence_is_corrected(factor, calibrated):
    logits, labels = calibrated
    fitted = calibration.fit(factor * logits, labels, "dev")
    assert fitted.value == pytest.approx(factor, rel=0.06)
    assert (fitted.n, fitted.split) == (4000, "dev")


def test_few_labels_fit_no_temperature(calibrated):
    logits, labels = calibrated
    assert calibration.fit(logits[:1], labels[:1], "dev").value == 1


def test_temperature_changes_no_class_and_lowers_the_loss(calibrated):
    logits, labels = calibrated
    overconfident = 4 * logits
    fitted = calibration.fit(overconfident, labels, "dev")
    probabilities = calibration.probabilities(overconfident, fitted)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_array_equal(probabilities.argmax(axis=1), logits.argmax(axis=1))
    assert loss(overconfident / fitted.value, labels) < loss(overconfident, labels)


def test_huge_logits_give_finite_probabilities():
    probabilities = calibration.probabilities(
        np.array([[1e6, 0, -1e6, 0, 0]]), Temperature(0.25, 1, "dev")
    )
    np.testing.assert_allclose(probabilities, [[1, 0, 0, 0, 0]])


def test_stored_temperature_is_read_and_a_damaged_one_refused(tmp_path):
    temperature = Temperature(1.25, 40, "dev")
    path = tmp_path / calibration.FILE
    path.write_text(calibration.to_text(temperature), encoding="utf-8")
    assert calibration.read(tmp_path) == temperature
    for torn in ("", "[]", "{}", '{"value": 1}', "3"):
        path.write_text(torn, encoding="utf-8")
        with pytest.raises(
            CheckpointError, match="no readable calibration temperature"
        ):
            calibration.read(tmp_path)
