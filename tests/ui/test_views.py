"""The shared views of the later pages: pure parts, and one page that draws them all."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ui import downloads
from ui.charts import bars
from ui.charts.bars import Bars
from ui.text import highlight
from ui.text.highlight import Span


class TestBars:
    def test_likeliest_classes_come_first_and_are_escaped(self) -> None:
        drawn = bars.bars_html([Bars({"a<b": 0.2, "c": 0.7, "d": 0.1}, "<i>")], most=2)
        assert drawn.index("70%") < drawn.index("20%")
        assert "a&lt;b" in drawn
        assert "&lt;i&gt;" in drawn
        assert "10%" not in drawn

    def test_steps_of_a_scale_keep_their_order(self) -> None:
        drawn = bars.bars_html([Bars({"low": 0.1, "high": 0.9})], ranked=False)
        assert drawn.index("low") < drawn.index("high")

    def test_right_class_has_a_tick(self) -> None:
        assert bars.bars_html([Bars({"a": 1.0, "b": 0.0}, right="b")]).count("✓") == 1

    def test_no_answer_at_all_is_valid(self) -> None:
        assert bars.bars_html([])
        assert bars.bars_html([Bars({})])


class TestHighlight:
    def test_places_are_marked_and_all_else_is_escaped(self) -> None:
        html = highlight.highlighted_html("<b>in 1889</b>", [Span(6, 10, "83 %")])
        assert html.startswith("&lt;b&gt;in <mark")
        assert ">1889</mark>" in html
        assert "83 %" in html

    def test_later_place_over_an_earlier_one_is_left_out(self) -> None:
        spans = [Span(4, 6), Span(5, 7), Span(0, 2), Span(3, 3)]
        assert highlight._without_overlaps(spans) == [Span(0, 2), Span(4, 6)]

    def test_relative_values_reach_one_and_keep_their_sign(self) -> None:
        assert highlight.relative([1.0, -2.0]) == [0.5, -1.0]
        assert highlight.relative([0.0]) == [0.0]
        assert highlight.relative([]) == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_keeps_formulas_from_being_run(sign) -> None:
    text = f"{sign}1+1"
    for table in (
        downloads.csv_text([{"text": text}]),
        downloads.characters_csv(sign, {}),
        downloads.csv_text([], [text]),
    ):
        assert f"'{sign}" in table
        assert f",{sign}" not in table


def test_csv_leaves_numbers_and_missing_cells_alone() -> None:
    table = downloads.csv_text([{"loss": -1.5}], ["loss", "note"])
    assert table == "loss,note\r\n-1.5,\r\n"
    assert downloads.csv_text([]) == ""


def test_json_of_arrays_is_lists() -> None:
    assert downloads.json_text({"ä": np.arange(2)}) == '{\n "ä": [\n  0,\n  1\n ]\n}\n'


def page() -> None:
    from engine.calibration import bins
    from ui.charts.bars import Bars, class_bars
    from ui.charts.confusion import confusion
    from ui.charts.heatmap import Heat, heatmap
    from ui.charts.reliability import reliability
    from ui.palette import CONTRIBUTION_CLASSES
    from ui.text.highlight import Span, Token, coloured_tokens, highlighted

    class_bars(Bars({"cat": 0.9, "dog": 0.1}), most=1)
    assert confusion([[3, 1], [0, 4]], ["cat", "dog"], "confusion") is None
    heatmap(Heat([[0.1, 0.9]], ["a"], ["b", "c"], "r", "c", "v"), "heat", "Attention")
    heatmap(Heat([[]], ["a"], [], "r", "c", "v"), "empty", "Nothing")
    tokens = [Token(0, 1, -1.0, "pulls down"), Token(2, 5, 0.5, "pulls up")]
    coloured_tokens("a bad", tokens, CONTRIBUTION_CLASSES, "tokens", "Review")
    highlighted("in 1889", [Span(3, 7, "83 %")], "Passage")
    reliability({"as it is": bins([0.5, 0.9], [True, False])}, "reliable")


def test_page_draws_every_view() -> None:
    test = AppTest.from_function(page, default_timeout=30).run()
    assert not test.exception
    assert len(test.get("plotly_chart")) == 3
    test.toggle(key="heat_log").set_value(True).run()
    assert not test.exception
    assert any("Nothing to draw" in caption.value for caption in test.caption)
