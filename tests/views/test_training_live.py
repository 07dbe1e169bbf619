"""The Train tab's run: its state in words, its curve, its buttons."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from engine import registry
from engine.experiment import FigureKind
from engine.runs import about, store
from engine.runs.about import About
from engine.runs.cluster import job
from engine.runs.cluster.scheduler import Listed
from engine.runs.events import Finished, Progress, Started
from tests.contract import tiny
from tests.views import visiting
from tests.views.training import active, report, visit, with_curve, words_of
from ui.notices import plain
from ui.training.following import labels_of


def test_without_a_run_the_page_says_what_comes(home) -> None:
    assert "No runs yet" in words_of(visit())


def test_working_run_shows_curve_samples_and_stop(home) -> None:
    run = active(with_curve(tiny.create("language", "quick")))
    test = visit()
    assert "**Running.** Epoch 1.0 of 2. About 50 seconds left." in words_of(test)
    assert test.get("echarts_chart")
    assert [m.value for m in test.metric] == ["3.000", "3.250", "900"]
    test.button(key=f"language_stop_{run.id}").click().run()
    assert (run.folder / "stop").exists()


def test_resumed_run_says_that_its_process_is_loading(home) -> None:
    run = with_curve(tiny.create("language", "quick"))
    os.utime(run.folder / "events.jsonl", (0, 0))  # long ago
    store.record_process(run, os.getpid(), "queued")  # as Resume does
    assert "**Queued.** The training process is loading Keras" in words_of(visit())
    store.record_process(run, os.getpid(), "running")
    assert "**Running.** The training process is loading Keras" in words_of(visit())
    report(run, Started(50.0, 50, 100, 50, 1234))
    assert "**Running.** Epoch 1.0 of 2." in words_of(visit())


def test_stopping_run_says_that_it_is_measured(home) -> None:
    run = active(with_curve(tiny.create("language", "quick")))
    store.request_stop(run)
    assert "**Running.** Stopping: the weights are saved" in words_of(visit())
    assert visit().button(key=f"language_stop_{run.id}").disabled


def test_job_of_a_cluster_says_what_its_scheduler_says(home, monkeypatch) -> None:
    run = with_curve(tiny.create("language", "quick"))
    job.write(run.folder, job.Job("slurm", "loupe-a", submitted=True))
    (run.folder / "events.jsonl").touch()

    def slurm_says(phase: str, note: str) -> None:
        listed = Listed(phase, note)
        monkeypatch.setattr(job, "listed", lambda folder: listed)

    slurm_says("queued", "job 7 (Resources)")
    assert f"**Queued.** {plain('Slurm: job 7 (Resources).')}" in words_of(visit())
    slurm_says("running", "job 7")
    store.request_stop(run)
    assert visit().button(key=f"language_stop_{run.id}").disabled
    os.utime(run.folder / "stop", (0, 0))  # long ago
    assert visit().button(key=f"language_stop_{run.id}").label == "Cancel the job"
    slurm_says("lost", "the node *failed*")
    assert f"**Interrupted.** {plain('Slurm: the node *failed*.')}" in words_of(visit())


def test_two_runs_of_one_label_are_two_lines(home) -> None:
    runs = [with_curve(tiny.create("language", "quick")) for _ in range(2)]
    first, second = labels_of(runs)
    assert first != second
    assert first.endswith(f"({runs[0].id[-4:]})")
    test = visit(language_run=runs[0].id)
    test.multiselect(key="language_compare").set_value([runs[1].id]).run()
    spec = json.loads(test.get("echarts_chart")[0].proto.spec)
    assert second in {line["name"] for line in spec["series"]}


def test_sample_is_never_markup(home) -> None:
    active(with_curve(tiny.create("language", "quick")))
    drawn = "".join(element.value for element in visit().get("html"))
    assert "&lt;b&gt;The&lt;/b&gt; lamp &amp; the night" in drawn


def test_waiting_run_says_its_place(home) -> None:
    active(tiny.create("language", "quick"))
    second = active(tiny.create("language", "quick"), "queued")
    test = visit(language_run=second.id)
    assert "**Queued.** 1 run ahead of it." in words_of(test)


def test_working_run_comes_before_a_newer_one_that_ended(home) -> None:
    first = active(tiny.create("language", "quick"))
    report(tiny.create("language", "quick"), Finished(1.0, 1, "done"))
    assert visit().selectbox(key="language_run").value == first.id


def test_run_of_a_link_is_the_one_shown(home) -> None:
    first = report(tiny.create("language", "quick"), Finished(1.0, 1, "done"))
    tiny.create("language", "quick")
    test = visit(language_run=first.id)
    assert test.selectbox(key="language_run").value == first.id


def test_unknown_run_in_a_link_is_passed_over(home) -> None:
    run = tiny.create("language", "quick")
    test = visit(language_run="../../etc/passwd")
    assert test.selectbox(key="language_run").value == run.id


def test_killed_run_offers_to_go_on(started) -> None:
    run = with_curve(tiny.create("language", "quick"))
    (run.folder / "state.h5").touch()
    test = visit()
    assert "**Interrupted.**" in words_of(test)
    test.button(key=f"language_resume_{run.id}").click().run()
    assert started == [run]


def test_killed_run_that_kept_nothing_can_begin_again(started) -> None:
    run = tiny.create("language", "quick")
    test = visit()
    assert "Nothing was saved yet" in words_of(test)
    assert test.button(key=f"language_resume_{run.id}").label == "Start again"
    test.button(key=f"language_resume_{run.id}").click().run()
    assert started == [run]


def test_failed_run_says_why(home) -> None:
    reason = "Traceback (most recent call last):\nValueError: *too* wide"
    report(
        with_curve(tiny.create("language", "quick")),
        Finished(50, 50, "failed", reason),
    )
    test = visit()
    assert r"**Failed.** ValueError\: \*too\* wide" in words_of(test)


def test_run_that_failed_at_once_has_no_place_for_a_curve(home) -> None:
    run = tiny.create("language", "quick")
    report(run, Finished(0, 1, "failed", "no data"))
    test = visit()
    assert "**Failed.** no data" in words_of(test)
    assert not test.get("skeleton")


def test_done_run_shows_its_time_and_no_button(home) -> None:
    run = report(
        with_curve(tiny.create("language", "quick")), Finished(125, 100, "done")
    )
    test = visit()
    assert "**Done.** 2 epochs in 2 min 5 s." in words_of(test)
    assert not [b for b in test.button if b.key and run.id in b.key]


def test_finished_run_is_tried_or_trained_longer(started, learned) -> None:
    source = learned("language", "quick").run
    folder = learned("language", "quick").folder
    shutil.copytree(folder, store.runs_folder() / "language" / source.id)
    test = visit()
    test.button(key=f"language_more_{source.id}").click().run()
    assert not test.exception
    (run,) = started
    assert run.config["more_epochs"] == 10
    assert "of 13." in words_of(test) or "**Queued.**" in words_of(test)
    (run.folder / "process.json").unlink()
    test = visit()
    test.button(key=f"language_try_{source.id}").click().run()
    assert test.selectbox(key="language_network").value == source.id


def test_own_reviewer_is_chosen_first_beside_the_others(home, learned) -> None:
    made = learned("sentiment", "quick")
    shutil.copytree(made.folder, store.runs_folder() / "sentiment" / made.run.id)
    test = visiting.visit("sentiment", sentiment_tab="Train")
    test.button(key=f"sentiment_try_{made.run.id}").click().run()
    assert not test.exception
    assert not test.warning
    chosen = test.multiselect(key="sentiment_networks").value
    assert chosen[0].endswith(f"own run {made.run.id[-4:]}")


def test_own_reviewer_has_the_name_that_it_was_given(home, learned) -> None:
    made = learned("sentiment", "quick")
    shutil.copytree(made.folder, made.run.folder)
    about.write(made.run, About("Night_shift"))
    test = visiting.visit("sentiment", sentiment_tab="Train")
    test.button(key=f"sentiment_try_{made.run.id}").click().run()
    assert not test.exception
    (chosen, *_) = test.multiselect(key="sentiment_networks").value
    assert chosen.endswith("own run Night_shift")


def test_figures_beyond_the_loss_have_their_own_charts(home, monkeypatch) -> None:
    language = type(registry.get("language"))
    accuracy = FigureKind("accuracy", percent=True, higher_is_better=True, digits=1)
    monkeypatch.setattr(language, "figures", {"accuracy": accuracy})
    run = tiny.create("language", "quick")
    report(run, Started(0.0, 0, 100, 50, 1234, "images"))
    for step, share in ((10, 0.5), (20, 0.75), (30, 0.625)):
        values = {"loss": 1.0, "accuracy": share, "stars": 0.5}
        report(run, Progress(step, step, step / 50, "validation", values))
    test = visit()
    assert len(test.get("echarts_chart")) == 3
    shown = {metric.label: metric.value for metric in test.metric}
    assert shown["Best accuracy"] == "75.0%"
    assert shown["Best stars"] == "0.50"
    assert "Images per second" in shown
    assert not [e for e in test.get("html") if "samples" in e.value]


@pytest.mark.parametrize(
    ("right", "count", "value", "below"),
    [
        (5, 5, "5 of 5", "95% interval 57% to 100%"),
        (3, 5, "3 of 5", "95% interval 23% to 88%"),
        (400, 500, "80.00%", "400 of 500, 95% interval 76% to 83%"),
        (4000, 5000, "80.00%", ""),
    ],
)
def test_accuracy_of_few_answers_is_counted_and_has_its_interval(
    home, monkeypatch, right, count, value, below
) -> None:
    language = type(registry.get("language"))
    accuracy = FigureKind("accuracy", percent=True, higher_is_better=True, digits=2)
    monkeypatch.setattr(language, "figures", {"accuracy": accuracy})
    run = tiny.create("language", "quick")
    report(run, Started(0.0, 0, 100, 50, 1234, "images", {"accuracy": count}))
    values = {"loss": 1.0, "accuracy": right / count}
    report(run, Progress(9, 9, 9 / 50, "validation", values))
    (shown,) = (each for each in visit().metric if each.label == "Best accuracy")
    assert (shown.value, shown.delta) == (value, below)


def test_other_run_is_drawn_along(home) -> None:
    for _ in range(2):
        report(with_curve(tiny.create("language", "quick")), Finished(50, 50, "done"))
    test = visit()
    other = test.multiselect(key="language_compare")
    other.set_value([other.options[0]]).run()
    assert not test.exception
