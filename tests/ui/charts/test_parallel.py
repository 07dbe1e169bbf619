from __future__ import annotations

import pytest

from ui import palette
from ui.charts.parallel import spec


def axes(settings, names, reached=(2.0, 1.0), *, higher=False) -> list[dict]:
    drawn = spec(settings, names, reached, higher_is_better=higher)
    return drawn["data"][0]["dimensions"]


def test_every_setting_has_an_axis_and_the_value_the_last() -> None:
    found = axes([[0.2, 128], [0.4, 256]], ["dropout", "units"])
    assert [axis["label"] for axis in found] == ["dropout", "units", "best"]
    assert found[0]["values"] == [0.2, 0.4]
    assert found[0]["ticktext"] == ["0.2", "0.4"]
    assert found[2]["values"] == [2.0, 1.0]


def test_words_are_places_with_names_that_are_no_markup() -> None:
    (axis, _) = axes([["<b>x"], ["a"]], ["preset"])
    assert axis["values"] == [0, 1]
    assert axis["ticktext"] == ["&lt;b&gt;x", "a"]
    (axis, _) = axes([[True], [False]], ["look_ahead"])
    assert axis["label"] == "look<br>ahead"
    assert axis["ticktext"] == ["False", "True"]


def test_wide_range_is_logarithmic_and_many_values_have_few_ticks() -> None:
    rates = [10 ** (-4 + place / 10) for place in range(21)]
    (axis, _) = axes([[rate] for rate in rates], ["learning_rate"], rates)
    assert axis["values"] == pytest.approx([-4 + place / 10 for place in range(21)])
    assert axis["ticktext"] == ["0.0001", "0.001", "0.01"]
    (axis, _) = axes([[n] for n in range(10, 30)], ["units"], range(20))
    assert "tickvals" not in axis  # Plotly chooses


@pytest.mark.parametrize("higher", [False, True])
def test_the_best_run_is_blue_whichever_way_is_better(higher) -> None:
    reached = [0.2, 9.0, 0.1, 0.2] if not higher else [0.8, 0.0, 0.9, 0.8]
    drawn = spec([[1], [2], [3], [4]], ["units"], reached, higher_is_better=higher)
    line = drawn["data"][0]["line"]
    assert line["color"] == [1, 2, 0, 1]  # by rank: no outlier hides the others
    assert line["colorscale"][0] == [0, palette.blue(1)]
