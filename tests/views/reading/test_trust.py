"""Try: confidence, “probably no answer”, and networks that are averaged."""

from __future__ import annotations

import pytest
import streamlit as st

from engine.reading.calibration import Calibration
from tests.contract import tiny
from tests.views.reading.test_page import answer, captions, html, visit
from views.reading import cache


def calibrated(monkeypatch, fitted: Calibration) -> None:
    """Give every network this calibration, and no worked example to show before."""
    monkeypatch.setattr(Calibration, "from_text", classmethod(lambda *_: fitted))
    monkeypatch.setattr(cache, "worked_example", lambda card: None)
    st.cache_resource.clear()


@pytest.mark.usefixtures("tiny_reader")
class TestTrust:
    def test_confidence_says_its_condition_and_is_of_the_usual_search_alone(
        self, monkeypatch
    ) -> None:
        calibrated(monkeypatch, Calibration(1.0, 0.0, -1e9, 500))
        test = visit()
        assert "if the paragraph contains the answer" in test.metric[0].delta
        assert not test.warning
        assert 'class="sure' in html(test)
        test.slider(key="reading_max_answer_words").set_value(1).run()
        assert not test.metric[0].delta

    def test_probably_no_answer_comes_before_the_answer_which_is_grey(
        self, monkeypatch
    ) -> None:
        calibrated(monkeypatch, Calibration(1.0, 0.0, 1e9, 500))
        test = visit()
        (warning,) = test.warning
        assert "probably does not contain the answer" in warning.value
        assert "95%" in warning.value
        assert test.metric[0].label == "Best guess"
        assert not test.metric[0].delta
        assert "Grey: the candidate" in html(test)
        assert "whether or not it contains the answer" in html(test)
        assert 'class="sure' not in html(test)
        inside = visit(reading_tab="Look inside")
        said = [m.value for m in inside.markdown]
        assert any("probably does not contain the answer" in words for words in said)

    def test_networks_can_be_averaged(self, home, worked) -> None:
        tiny.ship("reading", home / "checkpoints/reading/tiny", "twin")
        alone = visit(reading_network="tiny")
        test = visit(reading_network="tiny", reading_together="twin")
        assert not test.exception
        assert "tiny, twin" in captions(test)
        # The same network twice: the same answer.
        assert answer(test) == answer(alone)
        test = visit(
            reading_network="tiny", reading_together="twin", reading_tab="How it works"
        )
        assert any("--checkpoint tiny+twin" in code.value for code in test.code)
