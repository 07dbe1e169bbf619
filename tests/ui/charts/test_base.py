"""The theme that all charts share."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.checkpoints.checkpoint import PROJECT
from ui.charts import base

FILES = [path for top in ("ui", "views") for path in (PROJECT / top).rglob("*.py")]


def test_room_is_kept_for_the_names_of_axes_and_the_legend() -> None:
    named = base.options([], base.axis("x (s)"), base.axis("loss (nats)"))
    bare = base.options([], base.axis(), base.axis(), legend=False)
    for side in ("left", "bottom", "top"):
        assert named["grid"][side] > bare["grid"][side]
    assert not named["animation"]


def test_pointer_names_the_place_that_it_is_at() -> None:
    along = base.options([], base.axis("epoch"), base.axis())["xAxis"]
    assert along["axisPointer"]["label"]["formatter"] == "epoch: {value}"
    single = base.options([], base.axis("epoch"), base.axis(), trigger="item")
    assert "axisPointer" not in single["xAxis"]


def test_what_differs_replaces_the_usual_and_the_rest_stays() -> None:
    chart = base.options(
        [], {}, {}, grid={"top": 3}, legend={"data": ["a"]}, dataZoom=[]
    )
    assert chart["grid"]["top"] == 3
    assert chart["grid"]["containLabel"]
    assert chart["legend"]["show"]
    assert chart["dataZoom"] == []


def test_words_of_a_user_are_no_markup_on_an_axis() -> None:
    axis = base.text_axis(["<a href='x'>", "long " * 9], "word")
    assert axis["labelalias"]["0"].startswith("&lt;a")
    assert len(axis["labelalias"]["1"]) == 16


@pytest.mark.parametrize("call", ["echarts_chart", "plotly_chart"])
def test_every_chart_has_a_name_for_screen_readers(call: str) -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(rf"st\.{call}\(\n", text):
            end = text.index(
                "\n" + " " * _indent(text, found.start()) + ")", found.end()
            )
            assert "alt=" in text[found.end() : end], path


def _indent(text: str, place: int) -> int:
    line = text[text.rindex("\n", 0, place) + 1 : place]
    return len(line) - len(line.lstrip())


def test_the_theme_is_written_once() -> None:
    def holding(words: str) -> list[Path]:
        return [path for path in FILES if words in path.read_text(encoding="utf-8")]

    assert holding('"containLabel"') == [PROJECT / "ui" / "charts" / "base.py"]
    assert holding("st.plotly_chart(") == [PROJECT / "ui" / "charts" / "base.py"]
