"""Several runs in one chart: the mark at the best validation of each."""

from __future__ import annotations

import pytest

from engine.runs.events import Progress, Started
from ui.charts import curves
from ui.charts.curves import Curve
from ui.charts.lines import View


def checked(*losses: float) -> list:
    """Return a run that validated these losses, one an epoch."""
    return [Started(0.0, 0, 9, 1, 5)] + [
        Progress(float(n), n, float(n), "validation", {"loss": loss})
        for n, loss in enumerate(losses, start=1)
    ]


def marks(chart: dict) -> list[dict]:
    return [line for line in chart["series"] if line.get("symbol") == "diamond"]


FALLING, RISING = checked(3.0, 2.5, 2.2), checked(3.0, 2.0, 2.1, 2.2)


def test_best_validation_of_each_run_is_marked_in_its_colour() -> None:
    runs = [Curve("falls", FALLING), Curve("rises", RISING)]
    chart = curves.comparison_chart(runs, View())
    falls, rises = marks(chart)
    assert (falls["name"], falls["data"]) == ("falls", [[3.0, 2.2]])
    assert falls["tooltip"]["valueFormatter"] == "%.4g nats, best"
    assert (rises["name"], rises["data"]) == ("rises", [[2.0, 2.0]])
    assert rises["tooltip"]["valueFormatter"] == "%.4g nats, overfitting starts here"
    lines = {s["name"]: s["lineStyle"]["color"] for s in chart["series"][:3:2]}
    assert {m["name"]: m["itemStyle"]["color"] for m in (falls, rises)} == lines
    assert chart["legend"]["data"] == ["falls", "rises"]


@pytest.mark.parametrize("draw", [curves.loss_chart, curves.comparison_chart])
@pytest.mark.parametrize(("count", "marked"), [(4, True), (5, False)])
def test_more_than_four_runs_have_no_marks_and_nothing_is_said(
    draw, count, marked
) -> None:
    chart = draw([Curve(name, RISING) for name in "abcdef"[:count]], View())
    alone = draw is curves.loss_chart  # its first run has a mark of its own
    assert len(marks(chart)) == (count - alone if marked else 0)
    assert ("Diamond" in curves.marks_in_words(count)) == marked


def test_pointer_at_a_mark_shows_the_others_there_and_zoom_cuts_it() -> None:
    odd = [Started(0.0, 0, 9, 1, 5)] + [
        Progress(place, 1, place, "validation", {"loss": loss})
        for place, loss in ((1.0, 2.2), (1.23457, 1.5), (4.0, 2.0))
    ]
    runs = [Curve("odd", odd), Curve("rises", checked(2.3, 2.0, 2.1, 2.2))]
    chart = curves.comparison_chart(runs, View())
    unseen = [line for line in chart["series"] if "tooltip" not in line]
    assert all(1.23457 in dict(line["data"]) for line in unseen)
    part = curves.comparison_chart(runs, View(zoom=(1.5, None)))
    assert [mark["data"] for mark in marks(part)] == [[], [[2.0, 2.0]]]
