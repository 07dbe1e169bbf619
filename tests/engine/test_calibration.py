"""One temperature: it finds what logits were multiplied by, and changes no answer."""

from __future__ import annotations

import numpy as np
import pytest

from engine.calibration import loss, temperature
from engine.sampling import log_softmax

CHANCE = np.random.default_rng(0)
LOGITS = CHANCE.normal(0, 1.5, (4000, 5))
# Drawn from the logits' own probabilities: they are right at a temperature of 1.
LABELS = (np.exp(log_softmax(LOGITS)).cumsum(1) < CHANCE.random((4000, 1))).sum(1)


@pytest.mark.parametrize("factor", [0.1, 1.0, 3.0])
def test_what_scores_were_multiplied_by_is_found(factor):
    assert temperature(factor * LOGITS, LABELS) == pytest.approx(factor, rel=0.06)


def test_no_other_temperature_is_better():
    found = temperature(4 * LOGITS, LABELS)
    least = loss(4 * LOGITS / found, LABELS)
    for other in (0.9, 0.99, 1.01, 1.1):
        assert loss(4 * LOGITS / (other * found), LABELS) > least


def test_it_stays_within_its_bounds_where_all_is_right_or_nothing_is():
    sure = 5.0 * np.eye(4)
    assert 0.05 <= temperature(sure, np.arange(4)) < 1
    assert temperature(sure, np.array([1, 2, 3, 0])) == pytest.approx(20, rel=1e-6)
