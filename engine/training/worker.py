"""From a command to a working run: prepare the folder, wait in line, work.

This is what happens inside a run's own process, whoever started it.
"""

import os
import shlex
import signal
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from threading import Event as Flag
from typing import Any

from engine.checkpoints import provenance
from engine.data.sources import data_folder
from engine.errors import (
    RunError,
    TextError,
    UnknownNameError,
)
from engine.experiment import (
    MAXIMUM_OWN_BYTES,
    Config,
    Experiment,
    Job,
    too_large,
)
from engine.runs import events, store
from engine.runs.events import Finished
from engine.runs.launcher import device_turn
from engine.runs.store import Run
from engine.training.failure import reason_of

Notify = Callable[[str], None]


def command_of(
    experiment: Experiment, preset: str, config: Config, source: str, own_data: str
) -> str:
    """Return the words that a person would type for this training."""
    words = ["./loupe", "train", experiment.name, "--preset", preset]
    words += ["--own-data", own_data] if own_data else ["--source", source]
    standard = experiment.presets[preset]
    for setting in fields(config):
        value = getattr(config, setting.name)
        if value != getattr(standard, setting.name):
            words += [f"--{setting.name.replace('_', '-')}", str(value)]
    return shlex.join(words)


def prepare(
    experiment: Experiment,
    preset: str,
    config: Config,
    *,
    source: str | None = None,
    own_data: str | Path | None = None,
    run_id: str | None = None,
) -> Run:
    """Make the folder of a new run; one that a page has made is taken as it is.

    Raises:
        UnknownNameError: There is no such published data.
        TextError: The person's own data cannot be read.
        TrainingOffError, RunError, DiskFullError: As `runs.create`.
    """
    names = [known.name for known in experiment.sources]
    chosen = source or names[0]
    if chosen not in names:
        raise UnknownNameError(f"{experiment.name} data set", chosen, names)
    path = Path(own_data) if own_data else None
    content = _own_data(path) if path else None
    title = path.name if path else _title_of(experiment, chosen)
    if content is not None:
        experiment.check_own_data(content, title, config)
    command = command_of(experiment, preset, config, chosen, str(path or ""))
    return create(experiment, preset, config, chosen, title, content, command, run_id)


def _own_data(path: Path) -> bytes:
    """Return a person's file, refusing a huge one before it is read."""
    try:
        size_bytes = path.stat().st_size
        if size_bytes > MAXIMUM_OWN_BYTES:
            raise TextError(too_large(path.name, size_bytes))
        return path.read_bytes()
    except OSError as error:
        raise TextError(f"Cannot read {path}: {error.strerror}.") from error


def create(
    experiment: Experiment,
    preset: str,
    config: Config,
    source: str,
    title: str,
    content: bytes | None,
    command: str,
    run_id: str | None = None,
) -> Run:
    """Make the folder of a new run from all that is known of it."""
    run = Run(
        id=run_id or store.new_id(preset),
        experiment=experiment.name,
        preset=preset,
        config=config.to_mapping(),
        source="" if content is not None else source,
        own_data=store.OWN_DATA if content is not None else "",
        title=title,
        command=command,
        created=datetime.now().isoformat(),
    )
    return store.create(run, content)


def _title_of(experiment: Experiment, source: str) -> str:
    return next(s.title for s in experiment.sources if s.name == source)


def resume(run_id: str, experiment: str) -> Run:
    """Return a run that can go on.

    Raises:
        UnknownNameError: There is none of that id.
        RunError: It belongs to another experiment, works already or is done.
    """
    run = store.get(run_id)
    if run.experiment != experiment:
        raise RunError(f"{run_id} is a run of “{run.experiment}”, not “{experiment}”.")
    process, _ = store.process_of(run)
    if process is not None and process.pid != os.getpid():
        raise RunError(f"{run_id} is working already.")
    said = run.events
    if said and isinstance(said[-1], Finished) and said[-1].outcome == "done":
        raise RunError(f"{run_id} is done: there is nothing to go on with.")
    return run


def work(run: Run, experiment: Experiment, notify: Notify) -> str:
    """Wait for the device, train, and say how it ended.

    Every event goes to the run's file and, in a line, to `notify`. Whatever
    happens, the file ends with one `Finished`; only a kill or a full disk leaves none.

    Returns:
        The outcome: "done", "stopped" or "failed".
    """
    asked = _stop_on_signals()
    request = run.folder / "stop"
    if store.process_of(run)[0] is None:
        # Left over from another life of the run. Once a launcher has noted this
        # process, a request is meant for it and may have come before this line.
        request.unlink(missing_ok=True)

    def stop() -> bool:
        return asked.is_set() or request.exists()

    def emit(event: events.Event) -> None:
        events.append(run.folder / "events.jsonl", event)
        with suppress(BrokenPipeError):  # nobody reads along any more
            notify(events.to_words(event))

    store.record_process(run, os.getpid(), "queued")
    needs_device = experiment.presets[run.preset].needs_device
    with device_turn(run, stop) if needs_device else nullcontext(True) as ours:
        if ours:
            store.record_process(run, os.getpid(), "running")
            finished = _train(run, experiment, emit, stop)
        else:
            finished = _ended(run, "stopped", "stopped while waiting in line")
    emit(finished)
    request.unlink(missing_ok=True)
    # Last of all: without it the run has ended, and may be started again.
    (run.folder / "process.json").unlink(missing_ok=True)
    return finished.outcome


def _train(
    run: Run, experiment: Experiment, emit: events.Emit, stop: Callable[[], bool]
) -> Finished:
    """Train; turn every way to end into a Finished."""
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
    """Return a Finished at the place where the run's events end."""
    said = run.events
    last = said[-1] if said else None
    at, step = (last.at, last.step) if last else (0.0, 0)
    return Finished(at, step, outcome, reason)


def _stop_on_signals() -> Flag:
    """Return a flag that Ctrl-C or a polite kill sets; a second one is obeyed."""
    asked = Flag()

    def on_signal(number: int, _: Any) -> None:
        asked.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    return asked
