"""One temperature, and probabilities made of logits in one place."""

from __future__ import annotations

import numpy as np
import pytest

from engine.calibration import loss
from engine.errors import CheckpointError
from engine.sentiment import calibration
from engine.sentiment.calibration import Temperature


@pytest.fixture(scope="module")
def judged():
    """Scores whose labels were drawn from their own probabilities."""
    random = np.random.default_rng(0)
    logits = random.normal(0, 1.5, (4000, 5))
    shares = calibration.probabilities(logits, Temperature(1.0, 0, ""))
    labels = np.array([random.choice(5, p=row) for row in shares])
    return logits, labels


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_what_is_too_sure_or_too_shy_is_put_right(factor, judged):
    logits, labels = judged
    found = calibration.fit(factor * logits, labels, "dev")
    assert found.value == pytest.approx(factor, rel=0.06)
    assert (found.n, found.split) == (4000, "dev")


def test_nothing_is_fitted_on_a_handful(judged):
    logits, labels = judged
    assert calibration.fit(logits[:1], labels[:1], "dev").value == 1


def test_a_temperature_changes_no_answer_and_lowers_the_loss(judged):
    logits, labels = judged
    sure = 4 * logits
    found = calibration.fit(sure, labels, "dev")
    shares = calibration.probabilities(sure, found)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_array_equal(shares.argmax(axis=1), logits.argmax(axis=1))
    assert loss(sure / found.value, labels) < loss(sure, labels)


def test_huge_scores_stay_numbers():
    shares = calibration.probabilities(
        np.array([[1e6, 0, -1e6, 0, 0]]), Temperature(0.25, 1, "dev")
    )
    np.testing.assert_allclose(shares, [[1, 0, 0, 0, 0]])


def test_a_temperature_comes_back_or_is_named(tmp_path):
    kept = Temperature(1.25, 40, "dev")
    path = tmp_path / calibration.FILE
    path.write_text(calibration.to_text(kept), encoding="utf-8")
    assert calibration.read(tmp_path) == kept
    for torn in ("", "[]", "{}", '{"value": 1}', "3"):
        path.write_text(torn, encoding="utf-8")
        with pytest.raises(
            CheckpointError, match="no readable calibration temperature"
        ):
            calibration.read(tmp_path)
