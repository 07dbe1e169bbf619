"""The theme that all charts share."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.checkpoints.checkpoint import PROJECT
from ui.charts import base, theme

CONFIG = PROJECT / ".streamlit" / "config.toml"
THEMES = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
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


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_words_of_a_chart_can_be_read_on_both_papers(monkeypatch, kind) -> None:
    monkeypatch.setattr(theme, "theme", lambda: kind)
    chart = base.options([], base.axis("x"), base.axis("y", axisLabel={"rotate": 45}))
    colors = {
        chart["legend"]["textStyle"]["color"],
        *(chart[name]["axisLabel"]["color"] for name in ("xAxis", "yAxis")),
        *(chart[name]["nameTextStyle"]["color"] for name in ("xAxis", "yAxis")),
        theme.accent(),
    }
    paper = THEMES[kind]["backgroundColor"]
    assert min(contrast(color, paper) for color in colors) >= 4.5
    assert (theme.ink(), theme.paper()) == (THEMES[kind]["textColor"], paper)


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_number_on_a_cell_can_be_read_whatever_its_colour(monkeypatch, kind) -> None:
    monkeypatch.setattr(theme, "theme", lambda: kind)
    scale = [channels(color) for color in THEMES[kind]["chartSequentialColors"]]
    places = np.linspace(0, 1, 101)
    cells = [
        np.interp(places, np.linspace(0, 1, len(scale)), part)
        for part in zip(*scale, strict=True)
    ]
    for place, cell in zip(places, zip(*cells, strict=True), strict=True):
        assert ratio(channels(theme.ink_on(place)), cell) >= 4.3, place


def channels(color: str) -> list[float]:
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def contrast(color: str, other: str) -> float:
    return ratio(channels(color), channels(other))


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The contrast of WCAG 2.2, 1 to 21."""
    low, high = sorted(
        np.dot([0.2126, 0.7152, 0.0722], np.power((np.array(c) + 0.055) / 1.055, 2.4))
        for c in (one, other)
    )
    return float((high + 0.05) / (low + 0.05))


def test_long_legend_is_a_list_with_room_for_each_name() -> None:
    lines = [{"name": name} for name in "abc"]
    listed = base.options(lines, {}, {}, legend=base.LISTED)
    assert listed["legend"]["orient"] == "vertical"
    assert listed["grid"]["top"] == base.options(lines, {}, {})["grid"]["top"] + 40


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


@pytest.mark.parametrize(
    ("name", "at_least"),
    [("echarts_chart", 10), ("plotly_chart", 1), ("table", 25), ("dataframe", 10)],
)
def test_every_chart_and_table_has_a_name_for_screen_readers(
    name: str, at_least: int
) -> None:
    drawn = {
        f"{path.relative_to(PROJECT)}:{call.lineno}": {k.arg for k in call.keywords}
        for path in FILES
        for call in drawing(path.read_text(encoding="utf-8"), name)
    }
    assert len(drawn) >= at_least
    assert not [place for place, given in drawn.items() if "alt" not in given]


def drawing(text: str, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a method of Streamlit, on `st` or on a place of a page."""
    nodes = list(ast.walk(ast.parse(text)))
    imports = [n for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
    modules = {alias.asname or alias.name for n in imports for alias in n.names}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if node.func.attr == name and owner not in modules - {"st"}:
                yield node


def test_the_theme_is_written_once() -> None:
    def holding(words: str) -> list[Path]:
        return [path for path in FILES if words in path.read_text(encoding="utf-8")]

    base_file = PROJECT / "ui" / "charts" / "base.py"
    assert holding('"containLabel"') == [base_file]
    assert holding('"animation"') == [base_file]
    assert base_file.read_text(encoding="utf-8").count('"animation"') == 1
    assert holding("st.plotly_chart(") == [base_file]
