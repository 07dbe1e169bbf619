"""What runs and cards measured beyond the loss: how it is said, judged and drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Metric
from engine.experiment import FigureKind
from engine.published import PublishedFigure
from engine.runs import about
from engine.runs.about import About
from engine.runs.events import Progress, Started
from tests.contract import tiny
from tests.ui.charts.test_curves import drawn
from ui import cards, loading, results
from ui.charts import curves, points
from ui.charts.curves import Curve
from ui.charts.lines import View

ACCURACY = FigureKind("accuracy", True, True, 1, "accuracy")
ERROR = FigureKind("stars off", title="mean error in stars")


def run_of(*accuracies: float) -> list:
    events = [Started(0.0, 0, 10, 5, 99, "images")]
    for step, accuracy in enumerate(accuracies, start=1):
        values = {"loss": 1.0, "accuracy": accuracy, "stars": 1 - accuracy}
        events.append(Progress(step, step, step / 5, "validation", values))
    return events


def test_everything_validated_but_the_loss_is_a_figure() -> None:
    assert points.figures(run_of(0.5)) == ["accuracy", "stars"]
    assert points.figures([]) == []


def test_best_is_the_one_that_its_kind_calls_better() -> None:
    events = run_of(0.2, 0.9, 0.9, 0.4)
    assert points.best(events, "accuracy", higher=True).step == 2
    assert points.best(events, "stars").step == 2
    assert points.best(events, "em") is None


def test_chart_of_shares_is_in_percent_with_the_best_marked() -> None:
    both = [Curve("a", run_of(0.2, 0.9, 0.4)), Curve("b", run_of(0.3))]
    chart = curves.figures_chart(both, {"accuracy": ACCURACY}, View())
    assert chart["yAxis"]["name"] == "accuracy (%)"
    assert [line["name"] for line in drawn(chart)] == ["accuracy", "b, accuracy"]
    assert chart["series"][0]["markPoint"]["data"] == [{"coord": [0.4, 90.0]}]
    assert "markPoint" not in chart["series"][1]


def test_run_without_the_figure_has_no_line() -> None:
    chart = curves.figures_chart([Curve("a", [])], {"stars": ERROR}, View())
    assert chart["series"] == []
    assert chart["yAxis"]["name"] == "mean error in stars"


@pytest.fixture
def judged(tiny_checkpoint, monkeypatch):
    """A card of the tiny network with other figures, and somebody else's."""
    card = checkpoint.read_card(tiny_checkpoint, "language")
    (source,) = card.sources
    language = registry.get("language")
    monkeypatch.setattr(
        type(language), "figures", {"accuracy": ACCURACY, "stars": ERROR}
    )
    other = PublishedFigure("The post", 0.81, source, "test", "accuracy", "2017", "")
    monkeypatch.setattr(type(language), "published", (other,))
    metrics = (
        Metric("stars", 0.5123, 10_000, "test", "./loupe evaluate"),
        Metric("accuracy", 0.9412, 10_000, "test", "./loupe evaluate"),
    )
    return replace(card, metrics=metrics, facts={"title": "CIFAR-10", "units": 1000})


def test_headline_is_the_first_of_the_experiments_figures(judged) -> None:
    assert loading.headline(judged).name == "accuracy"
    assert cards.label_of(judged).endswith("94.1% accuracy")


def test_own_run_has_its_name_or_the_end_of_its_id(home, judged) -> None:
    run = tiny.create("language", "quick")
    card = replace(judged, name=run.id)
    assert cards.own_run(replace(judged, name="tiny")) == ""
    assert cards.own_run(card) == f"own run {run.id[-4:]}"
    about.write(run, About("Night shift"))
    assert cards.own_run(card) == "own run Night shift"
    assert cards.label_of(card).startswith("Night shift · ")


def test_mean_says_what_each_seed_gave(judged) -> None:
    seeds = {"0": 0.94, "3": 0.96}
    mean = replace(judged.metrics[1], value=0.95, note="published: 0", per_seed=seeds)
    (row, *_) = results.figure_rows("language", [replace(judged, metrics=(mean,))])
    assert row["Note"].startswith("per seed: 94.00%, 96.00%; published: 0")


def test_published_figure_stands_beside_ours(judged) -> None:
    rows = results.figure_rows("language", [judged])
    assert [row["Metric"] for row in rows] == [*["accuracy"] * 2, ERROR.title]
    assert [row["Value"] for row in rows] == ["94.12%", "81.00%", "0.5123"]
    assert rows[1]["Model"] == "The post"
    assert (
        cards._measured(judged, judged.metrics[1])["Best published"]
        == "81.00%, The post"
    )


def test_facts_are_words_and_numbers_but_not_the_title(judged) -> None:
    facts = judged.facts | {"note_on_words": "17,315 imputed", "bytes": [1, 2]}
    shown = cards.facts(replace(judged, facts=facts))
    assert shown == {"Units": "1,000", "Note on words": "17,315 imputed"}
