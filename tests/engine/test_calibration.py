"""Temperature scaling: it finds the true temperature and never changes a class."""

from __future__ import annotations

import numpy as np
import pytest

from engine.calibration import loss, temperature
from engine.sampling import log_softmax

RANDOM = np.random.default_rng(0)
LOGITS = RANDOM.normal(0, 1.5, (4000, 5))
# Drawn from the logits' own probabilities: calibrated at a temperature of 1.
LABELS = (np.exp(log_softmax(LOGITS)).cumsum(1) < RANDOM.random((4000, 1))).sum(1)


@pytest.mark.parametrize("factor", [0.1, 1.0, 3.0])
def test_factor_that_logits_were_multiplied_by_is_found(factor):
    assert temperature(factor * LOGITS, LABELS) == pytest.approx(factor, rel=0.06)


def test_no_other_temperature_is_better():
    fitted = temperature(4 * LOGITS, LABELS)
    lowest = loss(4 * LOGITS / fitted, LABELS)
    for factor in (0.9, 0.99, 1.01, 1.1):
        assert loss(4 * LOGITS / (factor * fitted), LABELS) > lowest


def test_temperature_stays_in_bounds_where_all_or_none_is_right():
    logits = 5.0 * np.eye(4)
    assert 0.05 <= temperature(logits, np.arange(4)) < 1
    assert temperature(logits, np.array([1, 2, 3, 0])) == pytest.approx(20, rel=1e-6)
