"""Calibration: confidence and the threshold of “no answer”."""

from __future__ import annotations

import numpy as np
import pytest

from engine.reading import data
from engine.reading.calibration import Calibration, fit, platt, threshold
from engine.reading.encoding import to_examples
from engine.reading.measure import answer
from engine.reading.predict import Reader
from tests.contract import contexts


def test_confidence_is_how_often_it_was_right():
    random = np.random.default_rng(0)
    probability = random.uniform(0.05, 0.95, 4000)
    right = (random.uniform(size=4000) < probability**2).astype(float)
    slope, offset = platt(probability, right)
    found = Calibration(slope, offset)
    for wanted in (0.3, 0.6, 0.9):
        near = np.abs(probability - wanted) < 0.05
        assert found.confidence(wanted) == pytest.approx(right[near].mean(), abs=0.06)
    assert Calibration.from_text(found.to_text()) == found


def test_threshold_separates_two_samples():
    best, accuracy = threshold(
        np.array([0.5, 0.6, 0.9]), np.array([0.1, 0.2, 0.3, 0.55])
    )
    assert (best, accuracy) == (0.5, pytest.approx(7 / 8))


def test_it_is_fitted_on_scored_answers(learned):
    reader = Reader(learned("reading", "quick").checkpoint)
    scored = answer(reader, to_examples(data.read(contexts.squad(), "ours.json")))
    fitted = fit(reader.model, scored, reader.word_table(), reader.config)
    assert fitted.questions == len(scored) == 26
