from __future__ import annotations

import json

import pytest

from engine.runs.events import Finished, Progress, Sample, Started
from ui.charts import curves, points
from ui.charts.curves import Curve
from ui.charts.lines import AXES, View
from ui.training import export
from ui.training.status import standing


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
    return [line["name"] for line in chart["series"]]


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
    mark = chart["series"][-1]["markPoint"]["data"]
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
    def chart(first: float):
        losses = [first, *(2.0 for _ in range(100))]
        said = [
            Progress(float(step), step, step / 100, "train", {"loss": loss})
            for step, loss in enumerate(losses)
        ]
        return curves.loss_chart([Curve("a", said)], View(smoothing=0.0))

    (zoom,) = chart(9.0)["dataZoom"]
    assert 0 < zoom["startValue"] < 0.1
    (zoom,) = chart(2.5)["dataZoom"]
    assert zoom["startValue"] == 0


def test_live_chart_keeps_the_part_that_was_chosen() -> None:
    view = View(part=(50, 100), live=True)
    (zoom,) = curves.loss_chart([Curve("a", run_of(20))], view)["dataZoom"]
    assert not zoom["show"]
    assert zoom["startValue"] == pytest.approx(1.025)
    assert zoom["endValue"] == 2


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


class TestStanding:
    def test_nothing_is_claimed_before_anything_is_said(self) -> None:
        now = standing([])
        assert (now.share, now.seconds_left, now.best_loss) == (0.0, None, None)

    def test_time_left_is_the_steps_left_at_the_pace_of_the_last_minute(self) -> None:
        now = standing(run_of(200))
        assert now.seconds_left == pytest.approx(200, rel=0.05)
        assert now.rate == pytest.approx(500)

    def test_no_time_left_is_told_after_two_seconds(self) -> None:
        assert standing(run_of(200)[:3]).seconds_left is None

    def test_slow_beginning_is_forgotten_after_a_minute(self) -> None:
        slow = [Started(0.0, 0, 1000, 500, 1)]
        slow.append(Progress(100.0, 1, 0.002, "train", {"loss": 4.0}, 1.0))
        for step in range(2, 102):
            at = 99.0 + step
            slow.append(Progress(at, step, step / 500, "train", {"loss": 3.0}, 64.0))
        assert standing(slow).seconds_left == pytest.approx(899, rel=0.05)

    def test_resumed_run_takes_its_pace_from_after_the_pause(self) -> None:
        events = run_of(200)
        events.append(Finished(200.0, 200, "stopped"))
        events.append(Started(200.0, 200, 400, 200, 1000))
        assert standing(events).seconds_left is None
        assert standing(events).share == 0.5

    def test_reason_of_a_failure_is_kept(self) -> None:
        assert standing([Finished(0.0, 0, "failed", "No room.")]).reason == "No room."


class TestExport:
    def test_csv_has_a_row_for_each_report(self) -> None:
        rows = export.curve(run_of(3), "csv").decode().splitlines()
        assert rows[0] == "step,epoch,seconds,split,loss,rate,learning_rate"
        assert len(rows) == 1 + 6

    def test_json_has_every_event(self) -> None:
        events = [*run_of(3), Sample(3.0, 3, 1.0, "Löwe ‘x’")]
        stored = json.loads(export.curve(events, "json"))
        assert len(stored) == len(events)
        assert stored[-1]["text"] == "Löwe ‘x’"
