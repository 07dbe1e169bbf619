"""Heat maps: what is drawn of a matrix whose words may be anything."""

from __future__ import annotations

import numpy as np

from ui.charts import heatmap
from ui.charts.heatmap import Heat

WORDS = ["the", "the", "<b>cat</b>"]


def heat(columns: int = 3) -> Heat:
    values = np.linspace(0.0, 1.0, 2 * columns).reshape(2, columns)
    names = (WORDS * columns)[:columns]
    return Heat(values, ["who", "?"], names, "question", "context", "attention")


def test_words_may_repeat_and_keep_their_own_columns() -> None:
    drawn = heatmap.spec(heat(), log=False)
    (trace,) = drawn["data"]
    assert trace["x"] == ["0", "1", "2"]
    aliases = drawn["layout"]["xaxis"]["labelalias"]
    assert aliases == {"0": "the", "1": "the", "2": "&lt;b&gt;cat&lt;/b&gt;"}
    np.testing.assert_allclose(trace["z"][0], [0.0, 0.2, 0.4], rtol=1e-6)


def test_hover_says_both_words_and_the_value_and_no_markup() -> None:
    (trace,) = heatmap.spec(heat(), log=True)["data"]
    assert trace["text"][1][2] == "&lt;b&gt;cat&lt;/b&gt;"
    assert trace["hovertext"][1][2] == "?"
    assert trace["customdata"].tolist()[1][2] == 1.0
    for part in ("%{text}", "%{hovertext}", "attention: %{customdata"):
        assert part in trace["hovertemplate"]


def test_four_hundred_columns_open_on_a_window() -> None:
    assert heatmap.spec(heat(12), log=False)["layout"]["xaxis"]["range"] == (-0.5, 11.5)
    drawn = heatmap.spec(heat(400), log=False)
    assert drawn["layout"]["xaxis"]["range"][1] < 60
    assert len(drawn["data"][0]["x"]) == 400


def test_log_scale_has_a_tick_for_each_power_of_ten_down_to_its_least() -> None:
    (trace,) = heatmap.spec(heat(), log=True)["data"]
    assert trace["colorbar"]["ticktext"] == ["0.0001", "0.001", "0.01", "0.1", "1"]
    assert float(trace["z"].max()) == 0
    assert float(trace["z"].min()) == -4


def test_log_scale_without_a_round_number_between_has_its_ends_as_ticks() -> None:
    narrow = Heat(np.array([[0.21, 0.45]]), ["a"], ["b", "c"], "r", "c", "v")
    (trace,) = heatmap.spec(narrow, log=True)["data"]
    assert trace["colorbar"]["ticktext"] == ["0.21", "0.45"]


def test_nothing_but_zeros_is_drawn_without_a_warning() -> None:
    flat = Heat(np.zeros((1, 2)), ["a"], ["b", "c"], "r", "c", "v")
    for log in (False, True):
        (trace,) = heatmap.spec(flat, log=log)["data"]
        assert len(set(trace["z"].ravel().tolist())) == 1


def test_chosen_rows_and_columns_keep_their_values() -> None:
    part = heat().chosen([1], [2, 0])
    assert part.rows == ["?"]
    assert part.columns == ["<b>cat</b>", "the"]
    assert part.array.round(6).tolist() == [[1.0, 0.6]]


def test_table_numbers_words_that_repeat() -> None:
    (first, _) = heatmap.table(heat())
    assert list(first) == ["question", "1 the", "2 the", "3 <b>cat</b>"]


def test_strongest_columns_are_named_with_their_row():
    heat = Heat([[0.1, 0.9, 0.3], [0.8, 0.0, 0.4]], "ab", "xyz", "r", "c", "v")
    assert heat.strongest(2) == [("y", "a", 0.9), ("x", "b", 0.8)]
    assert heat.chosen([], []).strongest(2) == []
