"""Train a tiny run on a cluster, end it in every way a cluster does, and compare.

    python -m benchmarks.clusters slurm
    python -m benchmarks.clusters slurm --time-limit     # about six minutes
    python -m benchmarks.clusters ray

The cluster is the one whose commands or address the shell has: see docs/scale.md. One
run is left alone. Another one of the same seed is killed, put back into the queue by
the scheduler, stopped and resumed; its weights are compared with those of the first.
The training is killed by its process id, so the node has to be this machine. Each line
of the table is one ending, with the step at which it came and the step of the last
saved state that the training resumed from.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil

from engine import hdf5, registry, settings
from engine.runs import launcher, request, store, tending
from engine.runs.cluster import job
from engine.runs.events import Started
from engine.runs.request import OwnFile
from engine.runs.store import Run

_PATIENCE_SECONDS = 900
_SAVED = "state.h5"


def new_run(epochs: int) -> Run:
    """Make a run that trains a small LSTM on the text of the README."""
    experiment = registry.get("language")
    config = replace(experiment.presets["quick"], epochs=epochs, units=96)
    text = (settings.PROJECT / "README.md").read_bytes()
    return request.create(
        experiment, "quick", config, own_file=OwnFile("README.md", text)
    )


def until(condition: Callable[[], bool], what: str) -> float:
    """Wait; return the seconds it took."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > _PATIENCE_SECONDS:
            raise SystemExit(f"never happened: {what}")
        time.sleep(0.2)
    return time.monotonic() - begin


def starts(run: Run) -> list[Started]:
    """Return the starts that a run reported."""
    return [event for event in run.events if isinstance(event, Started)]


def training_of(run: Run) -> psutil.Process:
    """Return the process that trains a run, which its job started."""
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if run.id in words and "--job" in words:
            return process
    raise SystemExit("The training does not run on this machine: it cannot be killed.")


def saved_again(run: Run) -> None:
    """Wait until the run has saved a state since it was started."""
    known = len(starts(run))
    until(lambda: bool(starts(run)), "the training starts")
    begin = time.time()
    path = run.folder / _SAVED
    until(lambda: path.exists() and path.stat().st_mtime > begin, f"save {known}")


def end(run: Run, how: str, action: Callable[[], object]) -> None:
    """End the training in one way; wait until it goes on, and print what was lost."""
    saved_again(run)
    before = len(starts(run))
    action()
    seconds = until(lambda: len(starts(run)) > before, f"resumed after {how}")
    last = starts(run)[-1]
    print(f"{how:42} resumed at step {last.step:5} after {seconds:5.1f} s", flush=True)
    if not last.step:
        raise SystemExit("It began again from the start.")


def kill(run: Run) -> None:
    """Kill the training as a kernel out of memory does."""
    training_of(run).kill()


def preempt(run: Run) -> None:
    """Let the scheduler take the node away and put the job back."""
    recorded = job.read(run.folder)
    assert recorded is not None
    number = job.note(run.folder).split()[2].rstrip(".")  # "Slurm: job 7."
    subprocess.run(["scontrol", "requeue", number], check=True)


def lose_node(run: Run) -> None:
    """Kill Ray's own process of the job; do what the server does every 30 seconds."""
    supervisor = training_of(run).parents()[1]
    assert "JobSupervisor" in supervisor.name() + " ".join(supervisor.cmdline())
    supervisor.kill()
    until(lambda: tending.is_lost(run), "Ray sees that the job is lost")
    tending.put_back([run], print)


def stop_and_resume(run: Run) -> None:
    """Stop the run as a page does, and resume it."""
    launcher.of(run).stop(run)
    until(lambda: store.state(run) == "stopped", "stopped")
    launcher.chosen().start(run)


def finish(run: Run) -> None:
    """Wait until the run is done."""
    until(lambda: store.state(run) not in store.ACTIVE_STATES, "the end")
    if store.state(run) != "done":
        raise SystemExit(f"{store.state(run)}:\n{launcher.log_of(run)}")


def difference(one: Run, other: Run) -> float:
    """Return the largest difference between two runs' weights and optimizer states."""
    first, second = (hdf5.read(run.folder / _SAVED)[0] for run in (one, other))
    assert first.keys() == second.keys()
    return max(float(np.abs(first[name] - second[name]).max()) for name in first)


def compare(name: str, epochs: int) -> None:
    """Leave one run alone, end another in every way, and compare what they learned."""
    alone, harmed = new_run(epochs), new_run(epochs)
    begin = time.monotonic()
    launcher.chosen().start(alone)
    finish(alone)
    print(f"left alone: done after {time.monotonic() - begin:.1f} s", flush=True)
    launcher.chosen().start(harmed)
    end(harmed, "training killed (SIGKILL)", lambda: kill(harmed))
    if name == "slurm":
        end(harmed, "job preempted (requeued)", lambda: preempt(harmed))
    if name == "ray":
        end(harmed, "node lost, put back by the server", lambda: lose_node(harmed))
    end(harmed, "stopped and resumed", lambda: stop_and_resume(harmed))
    finish(harmed)
    lost = difference(alone, harmed)
    print(f"largest difference of a weight or optimizer value: {lost:g}")


def outlast_limit() -> None:
    """Train beyond Slurm's time limit: the job is told, saves and is put back."""
    os.environ["SBATCH_TIMELIMIT"] = "3"  # minutes
    run = new_run(10_000)
    launcher.chosen().start(run)
    end(run, "time limit of 3 minutes", lambda: None)
    launcher.of(run).stop(run)
    until(lambda: store.state(run) == "stopped", "stopped")


def main() -> None:
    """Run the trial and print it."""
    parser = argparse.ArgumentParser(description="clusters: a run that loses its node")
    parser.add_argument("launcher", choices=sorted(job.SCHEDULERS))
    parser.add_argument("--time-limit", action="store_true", help="try that alone")
    parser.add_argument("--epochs", type=int, default=400)
    parser.add_argument("--runs", type=Path, help="a folder that every node sees")
    options = parser.parse_args()
    os.environ["LOUPE_LAUNCHER"] = options.launcher
    settings.check()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LOUPE_RUNS"] = str(options.runs or folder)
        if options.time_limit:
            outlast_limit()
        else:
            compare(options.launcher, options.epochs)


if __name__ == "__main__":
    main()
