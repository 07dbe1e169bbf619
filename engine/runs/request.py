"""From a request to a new run; the form and the command line both come through here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.config import Config
from engine.data.sources import Source
from engine.data.text import read_file, shell_word, shown_name
from engine.errors import RunError, UnknownNameError
from engine.experiment import Experiment
from engine.own_data import FITTED, FitsOwnData
from engine.runs import store
from engine.runs.store import Run


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the user's own to train on.

    Args:
        path: As in the command that trains on it: "texts/tale.txt".
        content: Its bytes.
    """

    path: str
    content: bytes

    @property
    def name(self) -> str:
        """The file's name as it can be shown, which titles the run."""
        return shown_name(self.path)


def read_own_file(path: Path) -> OwnFile:
    """Return the user's own file, refusing a huge one before it is read.

    Raises:
        TextError: As `engine.data.text.read_file`.
    """
    return OwnFile(str(path), read_file(path))


def create(
    experiment: Experiment,
    preset: str,
    config: Config,
    *,
    source: str = "",
    own_file: OwnFile | None = None,
    run_id: str | None = None,
    sweep: str = "",
) -> Run:
    """Make the folder of a new run.

    Args:
        experiment: What is trained.
        preset: Name of the preset that `config` comes from.
        config: The settings.
        source: Name of the published data; "" for the experiment's first.
        own_file: The user's own data in its place.
        run_id: Id of the run; None for a new one.
        sweep: Name of the sweep that it belongs to; "" for none.

    Raises:
        UnknownNameError: There is no such published data.
        LoupeError: The user's own data cannot be trained on.
        TrainingOffError, RunError, DiskFullError: As `store.create`.
    """
    published = published_data(experiment, source)
    if own_file is not None:
        experiment.check_own_data(own_file.content, own_file.name, config)
    own_path = own_file.path if own_file else ""
    run = Run(
        id=run_id or _free_id(experiment.name, preset),
        experiment=experiment.name,
        preset=preset,
        config=config.to_mapping(),
        source="" if own_file else published.name,
        own_data=store.OWN_DATA if own_file else "",
        title=own_file.name if own_file else published.title,
        command=command_of(experiment, preset, config, published.name, own_path),
        created=datetime.now().isoformat(),
        sweep=sweep,
    )
    return store.create(run, own_file.content if own_file else None)


def published_data(experiment: Experiment, name: str) -> Source:
    """Return a published data set of an experiment; its first for "".

    Raises:
        UnknownNameError: There is none of that name.
    """
    sources = {source.name: source for source in experiment.sources}
    if name and name not in sources:
        raise UnknownNameError(f"{experiment.name} data set", name, sources)
    return sources[name] if name else experiment.sources[0]


def _free_id(experiment: str, preset: str) -> str:
    """Return the id of a new run: of many in one second two would share theirs."""
    while True:
        run_id = store.new_id(preset)
        if not (store.runs_folder() / experiment / run_id).exists():
            return run_id


def active_twin(
    experiment: Experiment,
    config: Config,
    *,
    source: str = "",
    own_file: OwnFile | None = None,
) -> Run | None:
    """Return the queued or running run of the same request; None without one."""
    content = own_file.content if own_file else None
    return _active(experiment.name, config.to_mapping(), source, content)


def active_repeat(run: Run) -> Run | None:
    """Return the queued or running run that `repeat` would make once more.

    Raises:
        RunError: Its own data cannot be read.
    """
    return _active(run.experiment, run.config, run.source, _own_content(run))


def _active(
    experiment: str, config: Mapping[str, Any], source: str, content: bytes | None
) -> Run | None:
    """Return the active run of a request; its own data counts in place of a source."""
    for run in store.list_runs(experiment):
        if run.config != config or not store.is_active(run):
            continue
        if content is None and run.source == source:
            return run
        if content is not None and content == _own_content(run):
            return run
    return None


def repeat(run: Run) -> Run:
    """Make a new run of the same request: the same data, settings and seed.

    It stands alone: a sweep has each of its trainings once.

    Raises:
        RunError: Its own data cannot be read.
        TrainingOffError, DiskFullError: As `store.create`.
    """
    again = replace(
        run,
        id=store.new_id(run.preset),
        created=datetime.now().isoformat(),
        sweep="",
    )
    return store.create(again, _own_content(run))


def _own_content(run: Run) -> bytes | None:
    """Return the user's own data that a run trains on; None for published data."""
    try:
        return (run.folder / run.own_data).read_bytes() if run.own_data else None
    except OSError as error:
        raise RunError(f"The data of {run.id} cannot be read.") from error


def command_of(
    experiment: Experiment, preset: str, config: Config, source: str, own_path: str = ""
) -> str:
    """Return the shell command that makes and trains such a run.

    Args:
        experiment: What is trained.
        preset: Name of the preset that `config` comes from.
        config: The settings; those of the preset are left out, but for what a training
            on the user's own data would fit to it.
        source: Name of the published data.
        own_path: The user's own file in its place; "" for none.
    """
    words = ["./loupe", "train", experiment.name, "--preset", preset]
    words += ["--own-data", own_path] if own_path else ["--source", source]
    standard = experiment.presets[preset]
    fits = bool(own_path) and isinstance(experiment, FitsOwnData)
    for setting in config.settings():
        value = getattr(config, setting.name)
        changed = value != getattr(standard, setting.name)
        if changed or (fits and setting.name == FITTED):
            words += [f"--{setting.name.replace('_', '-')}", str(value)]
    return " ".join(map(shell_word, words))
