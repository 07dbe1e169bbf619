"""Inside a run's own process: wait for the device, train, report how it ended."""

import os
import signal
from collections.abc import Callable
from contextlib import nullcontext, suppress
from threading import Event as Flag
from typing import Any

from engine.checkpoints import provenance
from engine.data.sources import data_folder
from engine.errors import RunError
from engine.experiment import Experiment, Job
from engine.runs import events, store
from engine.runs.events import Finished
from engine.runs.queue import device_turn
from engine.runs.store import Run
from engine.training.failure import reason_of

Notify = Callable[[str], None]


def resume(run_id: str, experiment: str) -> Run:
    """Return a run that this process can train or resume.

    Raises:
        UnknownNameError: There is no such run.
        RunError: It belongs to another experiment, is active already or is done.
    """
    run = store.get(run_id)
    if run.experiment != experiment:
        raise RunError(f"{run_id} is a run of “{run.experiment}”, not “{experiment}”.")
    process, phase = store.process_of(run)
    if process is not None and process.pid != os.getpid():
        raise RunError(f"{run_id} is already {phase}.")
    if store.outcome(run) == "done":
        raise RunError(f"{run_id} is done: there is nothing left to train.")
    return run


def work(run: Run, experiment: Experiment, notify: Notify) -> str:
    """Wait for the device, train, and report how it ended.

    Every event is written to the run's file and, as text, passed to `notify`. The file
    always ends with one `Finished`; only a kill or a full disk leaves none.

    Returns:
        The outcome: "done", "stopped" or "failed".
    """
    signalled = _stop_on_signals()
    request = run.folder / "stop"
    if not store.is_active(run):
        # Left over from an earlier process. Once a launcher has recorded this one, a
        # request is meant for it and can have come before this line.
        request.unlink(missing_ok=True)

    def stop() -> bool:
        return signalled.is_set() or request.exists()

    def emit(event: events.Event) -> None:
        events.append(run.folder / "events.jsonl", event)
        with suppress(BrokenPipeError):  # the terminal is gone
            notify(events.to_words(event))

    store.record_process(run, os.getpid(), "queued")
    needs_device = experiment.presets[run.preset].needs_device
    with device_turn(run, stop) if needs_device else nullcontext(True) as turn:
        if turn:
            store.record_process(run, os.getpid(), "running")
            finished = _train(run, experiment, emit, stop)
        else:
            finished = _ended(run, "stopped", "Stopped while queued.")
    emit(finished)
    request.unlink(missing_ok=True)
    # Last of all: without it the run has ended and can be started again.
    (run.folder / "process.json").unlink(missing_ok=True)
    return finished.outcome


def _train(
    run: Run, experiment: Experiment, emit: events.Emit, stop: Callable[[], bool]
) -> Finished:
    """Train; return a Finished whatever happens."""
    try:
        trained = experiment.train(_job(run, experiment, emit, stop))
    except Exception as error:  # noqa: BLE001
        return _ended(run, "failed", reason_of(error))
    return Finished(
        trained.seconds, trained.step, trained.outcome, metrics=trained.metrics
    )


def _job(
    run: Run, experiment: Experiment, emit: events.Emit, stop: Callable[[], bool]
) -> Job[Any]:
    """Return the job that the run's folder describes."""
    preset = experiment.presets[run.preset]
    return Job(
        preset=run.preset,
        config=type(preset).from_mapping(run.config),
        run_id=run.id,
        own_data=run.folder / run.own_data if run.own_data else None,
        source=run.source,
        title=run.title,
        command=run.command,
        data=data_folder(),
        folder=run.folder,
        emit=emit,
        stop=stop,
        code_commit=provenance.code_commit(),
    )


def _ended(run: Run, outcome: str, reason: str) -> Finished:
    """Return a Finished at the step where the run's events end."""
    reported = run.events
    last = reported[-1] if reported else None
    at, step = (last.at, last.step) if last else (0.0, 0)
    return Finished(at, step, outcome, reason)


def _stop_on_signals() -> Flag:
    """Return a flag that Ctrl-C or SIGTERM sets; a second signal ends the process."""
    signalled = Flag()

    def on_signal(number: int, _: Any) -> None:
        signalled.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    return signalled
