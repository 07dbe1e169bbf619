"""A run that is paused, stepped through, and given another learning rate."""

from __future__ import annotations

from engine.cli import commands
from engine.runs import control, store
from engine.runs.control import Control
from engine.runs.events import Continued, LearningRateChanged, OneStep, Paused
from tests.contract import tiny
from tests.views import visiting
from tests.views.training import active, report, visit, with_curve, words_of


def step(number: int, before: float, after: float) -> OneStep:
    return OneStep(
        at=51.0,
        step=number,
        epoch=1.02,
        loss_before=3.0,
        loss_after=2.5,
        learning_rate=0.01,
        gradient_norms={"<b>lstm_1": 0.5, "dense": 0.125},
        weight="lstm_1/kernel[3, 17]",
        weight_before=before,
        weight_gradient=0.25,
        weight_after=after,
    )


def paused_run(*, name: str = "language") -> store.Run:
    run = report(with_curve(tiny.create(name, "quick")), Paused(50.0, 50))
    (run.folder / "paused").touch()
    return active(run)


def key(run: store.Run, what: str) -> str:
    return f"{run.experiment}_{what}_{run.id}"


def test_running_run_is_paused_from_the_page(home) -> None:
    run = active(with_curve(tiny.create("language", "quick")))
    test = visit()
    test.button(key=key(run, "pause")).click().run()
    assert control.read(run.folder) == Control(paused=True)
    waiting = visit().button(key=key(run, "pause"))
    assert waiting.disabled
    assert waiting.label == "Pausing …"


def test_paused_run_says_so_everywhere(home, capsys) -> None:
    run = paused_run()
    test = visit()
    assert "**Paused.** Epoch 1 of 2, step 50. It uses no processor time" in words_of(
        test
    )
    assert store.state(run) == "paused"
    assert store.is_active(run)
    commands.main(["list"])
    assert f"{run.title}  paused" in capsys.readouterr().out
    assert "epoch 1.0 of 2, paused" in words_of(visiting.visit())
    table = visiting.visit("runs").dataframe[0].value
    assert list(table["State"]) == ["paused"]


def test_paused_run_takes_a_step_continues_and_stops(home) -> None:
    run = paused_run()
    test = visit()
    test.button(key=key(run, "step")).click().run()
    assert control.read(run.folder) == Control(paused=True, step=50)
    test = visit()
    assert test.button(key=key(run, "step")).disabled
    test.button(key=key(run, "continue")).click().run()
    assert control.read(run.folder) == Control()
    test.button(key=key(run, "stop")).click().run()
    assert (run.folder / "stop").exists()
    assert "Stopping: the weights are saved" in words_of(visit())


def test_single_steps_show_losses_gradients_and_the_way_of_a_weight(home) -> None:
    run = paused_run()
    report(run, step(51, 0.5, 0.25), step(52, 0.25, 0.125))
    test = visit()
    assert "**Step 52:** the loss on its batch fell from 3.0000 to 2.5000." in words_of(
        test
    )
    drawn = "".join(element.value for element in test.get("html"))
    assert "&lt;b&gt;lstm_1" in drawn
    assert "width:25.0%" in drawn
    (way,) = [t.value for t in test.table if "Gradient" in t.value]
    assert list(way["Before"]) == ["0.500000", "0.250000"]
    assert list(way["Change"]) == ["-2.50e-01", "-1.25e-01"]
    assert test.button(key=key(run, "step")).label == "Train on one batch"


def test_learning_rate_is_halved_and_the_run_cannot_pass_for_its_preset(home) -> None:
    run = active(with_curve(tiny.create("language", "quick")))
    test = visit()
    assert "Learning rate 0.01, as scheduled" in words_of(test)
    assert test.button(key=key(run, "rate_reset")).disabled
    test.button(key=key(run, "rate_halve")).click().run()
    assert control.read(run.folder).learning_rate_factor == 0.5
    report(run, LearningRateChanged(50.0, 50, 0.5), Continued(50.0, 50))
    said = words_of(visit())
    assert "Learning rate 0.005, 0.5 times the schedule" in said
    assert "changed by hand: × 0.5 from step 50 on" in said
    table = visiting.visit("runs").dataframe[0].value
    assert list(table["Preset"]) == ["quick, rate changed"]


def test_what_only_counts_has_nothing_to_steer(home) -> None:
    run = active(tiny.create("language", "ngrams"))
    keys = [
        b.key for b in visit(language_run=run.id).button if b.key and run.id in b.key
    ]
    assert keys == [key(run, "stop")]


def test_server_without_training_offers_no_steering(home, monkeypatch) -> None:
    run = paused_run()
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    test = visit()
    assert "**Paused.**" in words_of(test)
    assert not [b for b in test.button if b.key and run.id in b.key]


def test_queued_runs_wait_for_a_paused_one(home) -> None:
    paused_run()
    second = active(tiny.create("language", "quick"), "queued")
    test = visit(language_run=second.id)
    assert "**Queued.** 1 run ahead of it." in words_of(test)
