"""The confusion matrix: its figure, and the ways to open a cell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.charts import confusion

COUNTS, LABELS = [[3, 1], [0, 4]], ["cat", "<dog>"]


def matrix() -> None:
    import streamlit as st

    from ui.charts.confusion import confusion

    cell = confusion([[3, 1], [0, 4]], ["cat", "<dog>"], "matrix")
    st.markdown(f"open: {cell}")


def test_every_cell_can_be_clicked_and_says_its_classes_count_and_share() -> None:
    points = confusion.spec(COUNTS, LABELS)["data"][1]
    assert points["customdata"][1] == [0, 1, 1, 25.0, "cat", "&lt;dog&gt;"]
    assert len(points["x"]) == 4


def test_open_cell_has_a_frame() -> None:
    assert confusion.spec(COUNTS, LABELS)["layout"]["shapes"] == []
    (frame,) = confusion.spec(COUNTS, LABELS, (0, 1))["layout"]["shapes"]
    assert (frame["x0"], frame["x1"], frame["y0"], frame["y1"]) == (0.5, 1.5, -0.5, 0.5)


def test_select_boxes_open_a_cell_without_a_mouse_and_say_counts() -> None:
    test = AppTest.from_function(matrix, default_timeout=60).run()
    assert not test.exception
    assert test.markdown[-1].value == "open: None"
    test.selectbox(key="matrix_true").set_value("cat").run()
    assert test.caption[0].value == r"Predicted: cat 3, \<dog\> 1"
    test.selectbox(key="matrix_predicted").set_value("<dog>").run()
    assert test.markdown[-1].value == "open: (0, 1)"


def test_options_keep_their_words_whatever_was_chosen() -> None:
    # A browser chooses by the words that it was shown, maybe by an earlier run.
    test = AppTest.from_function(matrix, default_timeout=60).run()
    shown = test.selectbox(key="matrix_predicted").options
    test.selectbox(key="matrix_true").set_value("cat").run()
    assert test.selectbox(key="matrix_predicted").options == shown


@pytest.fixture
def state(monkeypatch) -> dict[str, Any]:
    """What a session holds once the cell (0, 1) was clicked."""
    points = [{"customdata": [0, 1, 1]}]
    held = {"matrix": SimpleNamespace(selection=SimpleNamespace(points=points))}
    monkeypatch.setattr(confusion.st, "session_state", held)
    return held


def test_second_click_on_a_cell_closes_it(state) -> None:
    confusion._open("matrix", LABELS)
    assert (state["matrix_true"], state["matrix_predicted"]) == ("cat", "<dog>")
    confusion._open("matrix", LABELS)
    assert (state["matrix_true"], state["matrix_predicted"]) == (None, None)


def test_alt_text_names_the_most_frequent_confusion() -> None:
    assert "1 times, cat was classified as <dog>" in confusion._worst(COUNTS, LABELS)
