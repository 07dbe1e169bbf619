"""A grid through a launcher: everything once, stopped as a whole, gone on with."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from engine import registry
from engine.cli import new_run, sweeping
from engine.cli.options import parse
from engine.errors import (
    RunError,
    SchedulerError,
    TrainingOffError,
    UnknownNameError,
)
from engine.runs import launcher, process, request, store
from engine.runs.unreadable import unreadable_runs
from engine.sweeps import background, driver, groups, plan
from engine.sweeps import sweep as sweeps
from engine.sweeps.grid import Grid, make
from engine.sweeps.launching import Launching
from tests.engine.sweeps.launchers import Instant, Standing, end

GRID = ("--seeds", "0-1", "--set", "dropout=0.2,0.4")


def drive(sweep, launcher) -> tuple[bool, list[str]]:
    lines: list[str] = []
    return driver.drive(sweep, Grid, launcher, lines.append), lines


def states_of(sweep) -> list[str]:
    return [groups.state_of(sweep, run) for run in sweeps.runs_of(sweep)]


def test_every_training_is_started_once_and_stands_under_the_name(made):
    sweep, launcher = made(*GRID), Instant()
    ended, lines = drive(sweep, launcher)
    assert ended
    runs = sweeps.runs_of(sweep)
    assert [run.id for run in runs] == [run.id for run in launcher.started]
    assert [(r.config["seed"], r.config["dropout"]) for r in runs] == [
        *((0, 0.2), (0, 0.4), (1, 0.2), (1, 0.4))
    ]
    assert {store.read(run.folder).sweep for run in runs} == {"first"}
    assert lines[0].startswith("done")
    assert "best validation loss 1.2000 nats; 3 left, about 1 minute" in lines[0]
    assert not sweeps.is_active(sweep)
    assert unreadable_runs() == []

    # Done is done: nothing is trained again.
    again = Instant()
    assert drive(sweep, again) == (True, [])
    assert again.started == []


def test_what_failed_or_was_deleted_goes_on_and_what_is_done_does_not(made):
    sweep = made(*GRID)
    drive(sweep, Instant(lambda r: "failed" if r.config["seed"] else "done"))
    failed = [r for r in sweeps.runs_of(sweep) if r.config["seed"]]
    done = [r for r in sweeps.runs_of(sweep) if not r.config["seed"]]
    store.delete(done[0])
    # One that was trained longer since is still the same training.
    longer = replace(done[1], config={**done[1].config, "more_epochs": 5})
    store.write_request(longer)

    launcher = Instant()
    drive(sweep, launcher)
    assert {r.id for r in failed} < {r.id for r in launcher.started}
    assert done[1].id not in {r.id for r in launcher.started}
    runs = sweeps.runs_of(sweep)
    assert len(runs) == 4
    assert states_of(sweep) == ["done"] * 4


@pytest.mark.parametrize(
    "name", [n for n in registry.NAMES if registry.get(n).presets["quick"].needs_device]
)
def test_every_experiment_with_a_network_can_be_swept(home, monkeypatch, name):
    monkeypatch.setattr(new_run, "locate", lambda *_: ())
    words = ("--seeds", "0-1", "--set", "epochs=1,2", "batch-size=8", "--jobs", "3")
    sweep = sweeping.planned(parse(["sweep", name, *words]))
    sweeps.create(sweep)
    assert drive(sweep, Instant())[0]
    assert sweeps.list_sweeps() == [sweep]
    found = groups.grouped(sweeps.runs_of(sweep))
    assert [group.title for group in found] == ["epochs 1", "epochs 2"]
    assert [run.config["seed"] for run in found[0].runs] == [0, 1]
    command = found[1].runs[1].command.split()[2:]
    assert new_run.config_of(
        parse(["train", *command]), registry.get(name).presets["quick"]
    ).to_mapping() == dict(found[1].runs[1].config)


def test_stop_from_elsewhere_stops_every_run_and_starts_no_other(made, monkeypatch):
    sweep, launcher = made(*GRID, "--jobs", "3"), Standing()
    monkeypatch.setattr(
        "engine.sweeps.driver.sleep", lambda _: sweeps.stop(sweep, Standing())
    )
    ended, lines = drive(sweep, launcher)
    assert not ended
    assert len(launcher.started) == len(lines) == 3  # as many as --jobs
    assert states_of(sweep) == ["stopped"] * 3
    assert not sweeps.stop_requested(sweep)

    again = Instant()
    assert drive(sweep, again)[0]
    assert {r.id for r in launcher.started} < {r.id for r in again.started}
    assert len(again.started) == 4


def test_stop_that_comes_while_a_background_process_starts_is_obeyed(made):
    sweep, launcher = made(*GRID), Instant()
    process.record(sweep.folder, os.getpid(), "running")  # as `background` does
    sweeps.stop(sweep, launcher)
    assert not drive(sweep, launcher)[0]
    (sweep.folder / "stop").touch()  # left over from an earlier process
    assert drive(sweep, launcher)[0]


def test_ctrl_c_stops_every_run(made, monkeypatch):
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    sweep, launcher = made(*GRID), Standing()
    monkeypatch.setattr("engine.sweeps.driver.sleep", interrupt)
    assert not drive(sweep, launcher)[0]
    assert launcher.stopped == launcher.started
    assert not sweeps.is_active(sweep)


# Asked twice, a cluster's job is cancelled before it has saved.
def test_nobody_is_asked_to_stop_twice_and_all_are_asked_whatever_one_says(made):
    class Silent(Standing):
        def stop(self, run: store.Run) -> None:
            self.stopped.append(run)
            store.request_stop(run)
            raise SchedulerError("Slurm", "it is silent")

    sweep, silent = made(*GRID), Silent()
    runs = [make(sweep, training) for training in list(plan.trainings(sweep))[:3]]
    for run in runs[:2]:
        silent.start(run)
    with pytest.raises(SchedulerError):
        sweeps.stop(sweep, silent)
    assert silent.stopped == runs[:2]
    assert sweeps.stop(sweep, silent) == 2
    assert silent.stopped == runs[:2]


def test_launchers_of_the_settings_and_of_the_run_are_asked(made, monkeypatch):
    sweep, chosen, own = made(*GRID), Instant(), Standing()
    monkeypatch.setattr(launcher, "chosen", lambda: chosen)
    monkeypatch.setattr(launcher, "of", lambda run: own)
    run = make(sweep, next(plan.trainings(sweep)))
    Launching().start(run)
    Launching().stop(run)
    assert (chosen.started, own.stopped) == ([run], [run])


def test_runs_that_outlived_a_killed_sweep_are_followed_not_started(made, monkeypatch):
    sweep, first = made(*GRID, "--jobs", "1"), Standing()
    monkeypatch.setattr("engine.sweeps.driver.sleep", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # the process dies, its run does not
        drive(sweep, first)
    (run,) = first.started
    assert store.is_active(run)
    monkeypatch.setattr("engine.sweeps.driver.sleep", lambda _: end(run, 2, "done"))
    again = Instant()
    drive(sweep, again)
    assert run.id not in {r.id for r in again.started}
    assert len(sweeps.runs_of(sweep)) == 4


def test_second_process_is_refused_and_so_are_taken_and_odd_names(made, planned):
    sweep = made(*GRID)
    process.record(sweep.folder, os.getppid(), "running")  # any other that lives
    with pytest.raises(RunError, match="running in another process"):
        drive(sweep, Instant())
    with pytest.raises(RunError, match="is already running"):
        background.resume(sweep)
    with pytest.raises(RunError, match=r"already\. Go on with it"):
        sweeps.create(planned(*GRID))
    with pytest.raises(RunError, match="not a valid name"):
        sweeps.create(planned(*GRID, name="../away"))
    with pytest.raises(UnknownNameError, match=r"no sweep called “other”.*first"):
        sweeps.get("other")


def test_public_server_starts_and_stops_nothing(made, monkeypatch):
    sweep = made(*GRID)
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    with pytest.raises(TrainingOffError):
        drive(sweep, Instant())
    with pytest.raises(TrainingOffError):
        sweeps.stop(sweep, Standing())


def test_run_again_is_no_part_of_the_sweep(made):
    sweep = made(*GRID)
    drive(sweep, Instant())
    assert request.repeat(sweeps.runs_of(sweep)[0]).sweep == ""
    assert len(sweeps.runs_of(sweep)) == 4


def test_many_runs_of_one_second_have_ids_of_their_own(made, monkeypatch):
    sweep, ids = made(*GRID), iter("aabc")
    monkeypatch.setattr(
        store, "new_id", lambda preset: f"20261129-090000-{preset}-000{next(ids)}"
    )
    runs = [make(sweep, training) for training in list(plan.trainings(sweep))[:3]]
    assert [run.id[-1] for run in runs] == ["a", "b", "c"]
