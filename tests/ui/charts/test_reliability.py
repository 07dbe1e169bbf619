"""Calibration: bins, the expected calibration error, and the diagram."""

from __future__ import annotations

import pytest

from engine.calibration import bins, calibration_error
from ui.charts import reliability


def test_bins_hold_every_answer_once() -> None:
    curve = bins([0.0, 0.55, 0.59, 1.0], [False, True, False, True])
    assert [b.count for b in curve] == [1, 2, 1]
    assert curve[1].right == 0.5
    assert curve[1].confidence == pytest.approx(0.57)


def test_error_is_zero_where_accuracy_equals_confidence() -> None:
    sure = bins([1.0] * 4, [True] * 4)
    assert calibration_error(sure) == 0
    wrong = bins([1.0] * 4, [False] * 4)
    assert calibration_error(wrong) == 1
    assert calibration_error([]) == 0


def test_hover_says_how_many_answers_a_point_averages() -> None:
    curve = bins([0.9, 0.9], [True, False])
    (_, line) = reliability.spec({"a<b": curve})["data"]
    assert line["name"] == "a&lt;b"
    assert line["customdata"] == [[2, -40.0]]
    assert "n = %{customdata[0]" in line["hovertemplate"]


def test_network_without_answers_is_an_empty_line() -> None:
    assert reliability.spec({"a": []})["data"][1]["x"] == []
