"""Time that pages need to look through many runs, and memory of one that is queued.

    python -m benchmarks.many_runs [--runs 1000,10000]

Makes folders of runs that have ended, in an empty place. Prints processor seconds for
what the menu of every page asks (the active runs) and for what the Runs page asks (all
runs and their states); then megabytes of a process that waits for the device: its own,
and with the libraries that processes share.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace

from filelock import FileLock

from engine import registry
from engine.runs import events, request, store
from engine.runs.active import active_runs
from engine.runs.events import Finished
from engine.runs.launcher import LocalLauncher
from engine.runs.store import Run

_MEGABYTE = 2**20
_SETTLED_SECONDS = 8.0  # until a queued process has imported what it waits with


def new_run() -> Run:
    """Make a run that is never trained."""
    experiment = registry.get("language")
    return request.create(experiment, "quick", experiment.presets["quick"])


def make_ended(example: Run, number: int) -> None:
    """Make the folder of a run that has ended."""
    run = replace(example, id=f"20261129-{number:06d}-quick-{number % 65536:04x}")
    run.folder.mkdir(parents=True)
    (run.folder / "config.json").write_text(json.dumps(asdict(run), indent=1))
    events.append(run.folder / "events.jsonl", Finished(1.0, 10, "done"))


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of a piece of work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def list_with_states() -> list[str]:
    """Return the state of every run, as the Runs page asks for it."""
    return [store.state(run) for run in store.list_runs()]


def queued_megabytes(run: Run) -> tuple[float, float]:
    """Return the memory of a process that waits: its own, and with shared pages."""
    with FileLock(store.runs_folder() / ".device.lock"):
        LocalLauncher().start(run)
        time.sleep(_SETTLED_SECONDS)
        process, _ = store.process_of(run)
        assert process is not None
        memory = process.memory_full_info()
        LocalLauncher().stop(run)
        process.wait(60)
    return memory.uss / _MEGABYTE, memory.rss / _MEGABYTE


def main() -> None:
    """Make the runs and print the figures."""
    parser = argparse.ArgumentParser(description="many_runs: what a page looks through")
    parser.add_argument("--runs", default="1000,10000")
    counts = [int(word) for word in parser.parse_args().runs.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LOUPE_RUNS"] = folder
        example = new_run()
        made = 1
        for count in counts:
            while made < count:
                make_ended(example, made)
                made += 1
            menu = processor_seconds(active_runs)
            page = processor_seconds(list_with_states)
            print(f"{count:7} runs: menu {menu:.3f} s, Runs page {page:.3f} s")
        own, shared = queued_megabytes(example)
        print(f"queued run: {own:.0f} MB of its own, {shared:.0f} MB with libraries")


if __name__ == "__main__":
    main()
