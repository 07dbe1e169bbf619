"""Inside a run's own process: wait for the device, train, report how it ended.

In a job of a cluster the scheduler has given the device already. What ends such a
training from outside is an interruption, and the job is put back: nothing is reported.
"""

import os
import signal
from collections.abc import Callable
from contextlib import nullcontext, suppress
from threading import Event as Flag
from typing import Any

from engine.backend import precision
from engine.checkpoints import provenance
from engine.data.sources import data_folder
from engine.errors import DiskFullError, RunError
from engine.experiment import Experiment, Job
from engine.runs import control, events, store, transcript
from engine.runs.cluster import attempts, job
from engine.runs.events import Finished
from engine.runs.queue import device_turn
from engine.runs.store import Run
from engine.training.failure import reason_of

Notify = Callable[[str], None]
# Of the process, by its outcome.
EXIT_STATUS = {
    "done": 0,
    "stopped": 0,
    "failed": 1,
    "interrupted": attempts.INTERRUPTED,
}


def resume(run_id: str, experiment: str, job_name: str = "") -> Run:
    """Return a run that this process can train or resume.

    Args:
        run_id: Of the run.
        experiment: That it should belong to.
        job_name: Of the job that this process works for; "" without a cluster.

    Raises:
        UnknownNameError: There is no such run.
        RunError: It belongs to another experiment, is active already, is done or was
            imported.
    """
    run = store.get(run_id)
    if run.experiment != experiment:
        raise RunError(f"{run_id} is a run of “{run.experiment}”, not “{experiment}”.")
    _refuse_second(run, job_name)
    if store.outcome(run) == "done":
        raise RunError(f"{run_id} is done: there is nothing left to train.")
    if run.imported:
        raise RunError(
            f"{run_id} was imported, without the state to resume from. Start a new run."
        )
    return run


def _refuse_second(run: Run, job_name: str) -> None:
    """Raise RunError where another process or job has the run."""
    recorded = job.read(run.folder)
    if job_name and (recorded is None or recorded.name != job_name):
        raise RunError(f"{run.id} no longer belongs to the job {job_name}.")
    process, _ = store.process_of(run)
    ours = job_name or (process is not None and process.pid == os.getpid())
    if not ours and store.is_active(run):
        raise RunError(f"{run.id} is already {store.phase(run)}.")


def work(run: Run, experiment: Experiment, notify: Notify, job_name: str = "") -> str:
    """Wait for the device, train, and report how it ended.

    Every event is written to the run's file and, as text, passed to `notify`. The file
    always ends with one `Finished`; only a kill or a full disk leaves none.

    Returns:
        The outcome: "done", "stopped" or "failed"; "interrupted" where a cluster ended
        the job `job_name`.
    """
    signalled, parent = _stop_on_signals(second_ends=not job_name), os.getppid()
    request = run.folder / "stop"
    if not job_name and not store.is_active(run):
        # Left over from an earlier process. Once a launcher has recorded this one, a
        # request is meant for it and can have come before this line.
        request.unlink(missing_ok=True)

    def taken_away() -> bool:
        # Without its parent the job is lost, and is put back: this must not go on.
        ended = signalled.is_set() or os.getppid() != parent
        return bool(job_name) and ended and not request.exists()

    def stop() -> bool:
        return signalled.is_set() or request.exists() or taken_away()

    def emit(event: events.Event) -> None:
        events.append(run.folder / "events.jsonl", event)
        with suppress(BrokenPipeError):  # the terminal is gone
            notify(transcript.to_words(event))

    if not job_name:
        store.record_process(run, os.getpid(), "queued")
    finished = _train_in_turn(run, experiment, emit, stop, in_job=bool(job_name))
    if finished.outcome == "stopped" and taken_away():
        return "interrupted"
    emit(finished)
    request.unlink(missing_ok=True)
    # Last of all: without it the run has ended and can be started again.
    (run.folder / "process.json").unlink(missing_ok=True)
    job.remove(run.folder)
    return finished.outcome


def _train_in_turn(
    run: Run,
    experiment: Experiment,
    emit: events.Emit,
    stop: Callable[[], bool],
    *,
    in_job: bool,
) -> Finished:
    """Wait for the device and train; return a Finished whatever happens."""
    waits = experiment.presets[run.preset].needs_device and not in_job
    try:
        with device_turn(run, stop) if waits else nullcontext(True) as turn:
            if not turn:
                return _ended(run, "stopped", "Stopped while queued.")
            if not in_job:
                store.record_process(run, os.getpid(), "running")
            return _train(run, experiment, emit, stop)
    except DiskFullError as error:  # of waiting or recording: `_train` raises none
        return _ended(run, "failed", str(error))


def _train(
    run: Run, experiment: Experiment, emit: events.Emit, stop: Callable[[], bool]
) -> Finished:
    """Train; return a Finished whatever happens."""
    try:
        control.release(run.folder)
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
        config=precision.resolved(type(preset).from_mapping(run.config)),
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


def _stop_on_signals(second_ends: bool) -> Flag:
    """Return a flag that Ctrl-C or SIGTERM sets.

    Args:
        second_ends: Whether a second signal ends the process. A cluster can send one to
            each process of a job, and its own after a while that cannot be refused.
    """
    signalled = Flag()

    def on_signal(number: int, _: Any) -> None:
        signalled.set()
        if second_ends:
            signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    return signalled
