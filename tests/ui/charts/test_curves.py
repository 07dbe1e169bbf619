from __future__ import annotations

import json

import pytest

from engine.runs.events import Progress, Started
from ui.charts import curves, points
from ui.charts.curves import Curve
from ui.charts.lines import AXES, View
from ui.training.status import run_progress


def run_of(count: int, at: float = 1.0) -> list:
    """Return events of a run whose loss falls, one batch a second."""
    events = [Started(0.0, 0, 2 * count, count, 1000)]
    for step in range(1, count + 1):
        epoch, loss = step / count, 4 - 2 * step / count
        events.append(
            Progress(step * at, step, epoch, "train", {"loss": loss}, 500.0, 0.01)
        )
    events.append(Progress(count * at, count, 1.0, "validation", {"loss": 2.5}))
    events.append(Progress(count * at, count, 1.5, "validation", {"loss": 2.4}))
    events.append(Progress(count * at, count, 2.0, "validation", {"loss": 2.6}))
    return events


def names(chart: dict) -> list[str]:
    return [line["name"] for line in drawn(chart)]


def drawn(chart: dict) -> list[dict]:
    """Return the lines that are seen."""
    return [line for line in chart["series"] if "tooltip" in line]


def hovered(chart: dict, place: float) -> dict[str, float]:
    """Return what the pointer at a place of the axis shows, by the lines' names."""
    unseen = [line for line in chart["series"] if "tooltip" not in line]
    every = [x for line in unseen for x, _ in line["data"]]
    at = min(every, key=lambda x: abs(x - place))
    return {
        line["name"]: dict(line["data"])[at]
        for line in unseen
        if at in dict(line["data"])
    }


@pytest.mark.parametrize("events", [[], [Started(0.0, 0, 10, 5, 1)]])
@pytest.mark.parametrize(
    "draw",
    [
        lambda events: curves.loss_chart([Curve("a", events)], View()),
        lambda events: curves.comparison_chart([Curve("a", events)], View()),
        lambda events: curves.learning_rate_chart(Curve("a", events), View()),
    ],
)
def test_chart_of_a_run_that_said_nothing_has_axes_and_no_line(draw, events) -> None:
    chart = draw(events)
    assert chart["series"] == []
    assert chart["xAxis"]["name"]
    assert chart["yAxis"]["name"]


def test_chart_of_no_run_at_all_is_valid() -> None:
    assert curves.loss_chart([], View())["series"] == []
    assert curves.comparison_chart([], View())["series"] == []


def test_loss_chart_has_raw_smoothed_and_validation() -> None:
    chart = curves.loss_chart([Curve("a", run_of(20))], View())
    assert names(chart) == ["train, raw", "train", "validation"]


def test_without_smoothing_there_is_one_train_line() -> None:
    chart = curves.loss_chart([Curve("a", run_of(20))], View(smoothing=0.0))
    assert names(chart) == ["train", "validation"]


def test_best_validation_is_marked_where_it_is() -> None:
    chart = curves.loss_chart([Curve("a", run_of(20))], View())
    mark = drawn(chart)[-1]["markPoint"]["data"]
    assert mark == [{"coord": [1.5, 2.4]}]


@pytest.mark.parametrize(
    ("axis", "last"), [("step", 20), ("epoch", 1), ("seconds", 40)]
)
def test_x_axis_is_the_one_asked_for(axis: str, last: float) -> None:
    chart = curves.loss_chart([Curve("a", run_of(20, at=2.0))], View(x=axis))
    assert chart["series"][1]["data"][-1][0] == last
    assert chart["xAxis"]["name"] == AXES[axis]


def test_compared_runs_keep_the_legend_short_and_their_colours_apart() -> None:
    three = [Curve(name, run_of(20)) for name in "abc"]
    chart = curves.comparison_chart(three, View())
    assert chart["legend"]["data"] == ["a", "b", "c"]
    assert len({line["itemStyle"]["color"] for line in chart["series"]}) == 3


def test_run_without_validation_is_named_in_the_legend() -> None:
    only_train = [e for e in run_of(20) if getattr(e, "split", "") != "validation"]
    chart = curves.comparison_chart([Curve("a", only_train)], View())
    assert names(chart) == chart["legend"]["data"] == ["a"]


def test_first_losses_far_above_all_others_do_not_set_the_axis() -> None:
    def heights(first: float, *, log: bool = False) -> list[float]:
        losses = [first, *(2.0 for _ in range(100))]
        said = [
            Progress(float(step), step, step / 100, "train", {"loss": loss})
            for step, loss in enumerate(losses)
        ]
        view = View(smoothing=0.0, log=log)
        chart = curves.loss_chart([Curve("a", said)], view)
        return [y for line in chart["series"] for _, y in line["data"]]

    assert max(heights(9.0)) == 2.0
    assert max(heights(2.1)) == 2.1
    assert max(heights(9.0, log=True)) == 9.0


def test_pointer_shows_the_nearest_value_of_every_run() -> None:
    other = [
        Progress(float(step), step, step / 7, "train", {"loss": 1.0 + step})
        for step in range(8)
    ]
    chart = curves.comparison_chart(
        [Curve("a", run_of(20)), Curve("b", other)], View(smoothing=0.0)
    )
    shown = hovered(chart, 0.58)  # a reports every 0.05 epochs, b every 1/7
    assert shown["a, train"] == pytest.approx(4 - 2 * 0.6)
    assert shown["b"] == 5.0


def checked(*losses: float, unit: str = "words") -> list:
    """Return a run that validated these losses, one an epoch."""
    return [Started(0.0, 0, 9, 1, 5, unit)] + [
        Progress(float(n), n, float(n), "validation", {"loss": loss})
        for n, loss in enumerate(losses, start=1)
    ]


@pytest.mark.parametrize(
    ("losses", "label"),
    [
        ((2.0, 1.5, 1.6, 1.7), "overfitting starts here"),
        ((2.0, 1.5, 1.6), "best"),  # one later measurement is too few
        ((2.0, 1.5, 1.501, 1.502), "best"),  # noise
        ((2.0, 1.7, 1.6, 1.5), "best"),
    ],
)
def test_overfitting_is_marked_where_the_loss_rises_for_good(losses, label) -> None:
    (line,) = drawn(curves.loss_chart([Curve("a", checked(*losses))], View()))
    assert line["markPoint"]["label"]["formatter"] == label


def test_ngrams_have_orders_and_stand_as_a_level_beside_epochs() -> None:
    counted = Curve("n-grams", checked(2.0, 1.5, 1.6, 1.7, unit="n-grams"))
    chart = curves.loss_chart([counted], View("epoch"))
    assert chart["xAxis"]["name"].startswith("order")
    assert drawn(chart)[0]["data"][0] == [1.0, 2.0]
    assert drawn(chart)[0]["markPoint"]["label"]["formatter"] == "best"
    assert run_progress(counted.events).best_place == "order 2"
    network = Curve("network", run_of(20))
    chart = curves.comparison_chart([counted, network], View("epoch"))
    assert chart["xAxis"]["name"] == AXES["epoch"]
    (level,) = [line for line in drawn(chart) if "n-grams" in line["name"]]
    assert {y for _, y in level["data"]} == {1.5}


def test_zoomed_chart_ends_where_it_was_asked_to_and_keeps_level_lines() -> None:
    measured = Progress(0.0, 0, 0.0, "9-grams", {"loss": 1.25})
    curve = Curve("a", [*run_of(20), measured])
    chart = curves.loss_chart([curve], View(smoothing=0.0, zoom=(0.42, 1.5)))
    assert (chart["xAxis"]["min"], chart["xAxis"]["max"]) == (0.42, 1.5)
    train, validation, level = (line["data"] for line in drawn(chart))
    assert (train[0][0], train[-1][0]) == (0.42, 1.0)
    assert 2.05 < train[0][1] < 4 - 2 * 0.4  # between two reports
    assert [x for x, _ in validation] == [1.0, 1.5]
    assert level == [[0.42, 1.25], [1.5, 1.25]]
    beyond = curves.loss_chart([curve], View(zoom=(7.0, None)))  # of a longer run
    assert beyond["xAxis"]["min"] == 0.05


def test_events_without_a_loss_draw_nothing() -> None:
    counted = [Progress(0.1, 1, 0.1, "train", {"entries": 65.0})]
    assert curves.loss_chart([Curve("a", counted)], View())["series"] == []


def test_log_axis_fits_the_data_and_needs_none() -> None:
    axis = curves.loss_chart([Curve("a", run_of(20))], View(log=True))["yAxis"]
    assert axis["type"] == "log"
    assert 1.5 < axis["min"] < 2.4
    assert 3.9 < axis["max"] < 4.5
    assert curves.loss_chart([], View(log=True))["yAxis"]["type"] == "log"


def test_log_axis_shows_a_loss_of_a_text_learned_by_heart() -> None:
    events = run_of(20)
    events.append(Progress(99.0, 20, 2.0, "validation", {"loss": 0.0021}))
    axis = curves.loss_chart([Curve("a", events)], View(log=True))["yAxis"]
    assert 0.0015 < axis["min"] < 0.0021


def test_chart_is_json() -> None:
    chart = curves.loss_chart([Curve("a", run_of(20)), Curve("b", run_of(5))], View())
    assert json.loads(json.dumps(chart, allow_nan=False)) == chart


def test_smoothing_keeps_a_constant_and_its_first_point() -> None:
    flat = [(float(x), 3.0) for x in range(50)]
    assert [y for _, y in points.smooth(flat, 0.99)] == pytest.approx([3.0] * 50)


def test_smoothing_of_zero_changes_nothing() -> None:
    line = [(0.0, 4.0), (1.0, 2.0)]
    assert points.smooth(line, 0.0) == line


def test_thin_keeps_both_ends_and_the_order() -> None:
    line = [(float(x), float(x % 7)) for x in range(12_345)]
    kept = points.thin(line)
    assert len(kept) == points.MOST_POINTS
    assert kept[0] == line[0]
    assert kept[-1][0] == 12_344
    assert kept == sorted(kept)


def test_smoothing_comes_before_points_are_left_out() -> None:
    """A spike between two kept points still lifts what is drawn."""
    line = [(float(x), 0.0) for x in range(5000)]
    line[2501] = (2501.0, 1000.0)
    drawn = points.thin(points.smooth(line, 0.9))
    assert max(y for _, y in drawn) > 1


def test_baseline_is_a_level_line_over_the_whole_run() -> None:
    events = [
        Started(0.0, 0, 20, 10, 5),
        Progress(0.0, 0, 0.0, "9-grams", {"loss": 1.25}),
        Progress(1.0, 5, 0.5, "train", {"loss": 2.0}),
        Progress(2.0, 20, 2.0, "validation", {"loss": 1.5}),
    ]
    chart = curves.loss_chart([curves.Curve("run", events)], View("epoch", 0.0, False))
    (line,) = [line for line in drawn(chart) if line["name"] == "9-grams"]
    assert line["data"] == [[0.5, 1.25], [2.0, 1.25]]
