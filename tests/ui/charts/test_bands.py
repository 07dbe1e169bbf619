from __future__ import annotations

from engine.runs.events import Progress, Started
from ui.charts import bands
from ui.charts.lines import View


def validated(*points: tuple[float, float], name: str = "loss") -> list:
    """Return events with a validation at each epoch."""
    return [
        Started(0.0, 0, 10, 5, 9),
        *(
            Progress(e, int(5 * e), e, "validation", {"loss": y, name: y})
            for e, y in points
        ),
    ]


RUNS = {
    "dropout 0.2": [validated((1, 2.0), (2, 1.0)), validated((1, 4.0), (2, 3.0))],
    "dropout 0.4": [validated((1, 3.0), (1.5, 2.5), (2, 2.0))],
}


def chart_of(runs=RUNS, view=None, **options) -> dict:
    options = {"name": "loss", "title": "validation loss (nats)", **options}
    return bands.band_chart(runs, view or View(), **options)


def test_line_is_the_mean_and_band_one_sample_deviation_around_it() -> None:
    chart = chart_of()
    means = {
        line["name"]: line["data"]
        for line in chart["series"]
        if line.get("tooltip") == {"show": False} and "stack" not in line
    }
    assert means["dropout 0.2"] == [[1.0, 3.0], [2.0, 2.0]]
    assert means["dropout 0.4"] == [[1.0, 3.0], [1.5, 2.5], [2.0, 2.0]]
    low, height = [line for line in chart["series"] if "stack" in line]
    assert {low["name"], height["name"]} == {"dropout 0.2"}  # hidden with its mean
    assert [round(y, 3) for _, y in low["data"]] == [1.586, 0.586]
    assert [round(y, 3) for _, y in height["data"]] == [2.828, 2.828]
    assert "areaStyle" in height
    assert "areaStyle" not in low


def test_runs_that_validate_elsewhere_are_read_between_their_points() -> None:
    # Means stand only where all have begun and none has ended.
    found = bands.mean_of([[(0.5, 0.0), (2.5, 4.0)], [(1.0, 1.0), (2.0, 1.0)], []])
    assert [(x, mean) for x, mean, _ in found] == [(1.0, 1.0), (2.0, 2.0)]


def test_bands_leave_out_the_first_points_that_the_lines_leave_out() -> None:
    late = [(1.0 + i / 100, 1.0) for i in range(1, 101)]
    runs = {"a": [validated((1, 90.0), *late), validated((1, 80.0), *late)]}
    chart = chart_of(runs)
    assert all(x > 1 for line in chart["series"] for x, _ in line["data"])


def test_bands_of_a_part_reach_from_edge_to_edge_as_the_means_do() -> None:
    chart = chart_of(view=View(zoom=(1.25, 1.75)))
    mean = chart["series"][0]["data"]
    low, height = [line["data"] for line in chart["series"] if "stack" in line]
    assert [x for x, _ in mean] == [x for x, _ in low] == [1.25, 1.75]
    middles = [y + h / 2 for (_, y), (_, h) in zip(low, height, strict=True)]
    assert middles == [y for _, y in mean] == [2.75, 2.25]


def test_percent_is_scaled_and_nothing_validated_is_an_empty_chart() -> None:
    runs = {"a": [validated((1, 0.5), (2, 0.75), name="accuracy")]}
    chart = chart_of(runs, name="accuracy", title="accuracy (%)", percent=True)
    assert chart["series"][0]["data"] == [[1.0, 50.0], [2.0, 75.0]]
    assert chart["yAxis"]["name"] == "accuracy (%)"
    assert chart_of({"a": [[]]})["series"] == []
    assert chart_of({})["series"] == []
