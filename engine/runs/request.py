"""From a request to a new run; the form and the command line both come through here."""

import shlex
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from engine.errors import TextError, UnknownNameError
from engine.experiment import MAXIMUM_OWN_BYTES, Config, Experiment, too_large
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
        """The file's name, which titles the run."""
        return Path(self.path).name


def read_own_file(path: Path) -> OwnFile:
    """Return the user's own file, refusing a huge one before it is read.

    Raises:
        TextError: It cannot be read or is larger than 50 MB.
    """
    try:
        size_bytes = path.stat().st_size
        if size_bytes > MAXIMUM_OWN_BYTES:
            raise TextError(too_large(path.name, size_bytes))
        return OwnFile(str(path), path.read_bytes())
    except OSError as error:
        raise TextError(f"Cannot read {path}: {error.strerror}.") from error


def create(
    experiment: Experiment,
    preset: str,
    config: Config,
    *,
    source: str = "",
    own_file: OwnFile | None = None,
    run_id: str | None = None,
) -> Run:
    """Make the folder of a new run.

    Args:
        experiment: What is trained.
        preset: Name of the preset that `config` comes from.
        config: The settings.
        source: Name of the published data; "" for the experiment's first.
        own_file: The user's own data in its place.
        run_id: Id of the run; None for a new one.

    Raises:
        UnknownNameError: There is no such published data.
        LoupeError: The user's own data cannot be trained on.
        TrainingOffError, RunError, DiskFullError: As `store.create`.
    """
    titles = {known.name: known.title for known in experiment.sources}
    source = source or next(iter(titles))
    if source not in titles:
        raise UnknownNameError(f"{experiment.name} data set", source, titles)
    if own_file is not None:
        experiment.check_own_data(own_file.content, own_file.name, config)
    own_path = own_file.path if own_file else ""
    run = Run(
        id=run_id or store.new_id(preset),
        experiment=experiment.name,
        preset=preset,
        config=config.to_mapping(),
        source="" if own_file else source,
        own_data=store.OWN_DATA if own_file else "",
        title=own_file.name if own_file else titles[source],
        command=command_of(experiment, preset, config, source, own_path),
        created=datetime.now().isoformat(),
    )
    return store.create(run, own_file.content if own_file else None)


def command_of(
    experiment: Experiment, preset: str, config: Config, source: str, own_path: str = ""
) -> str:
    """Return the shell command that makes and trains such a run.

    Args:
        experiment: What is trained.
        preset: Name of the preset that `config` comes from.
        config: The settings; those of the preset are left out.
        source: Name of the published data.
        own_path: The user's own file in its place; "" for none.
    """
    words = ["./loupe", "train", experiment.name, "--preset", preset]
    words += ["--own-data", own_path] if own_path else ["--source", source]
    standard = experiment.presets[preset]
    for setting in fields(config):
        value = getattr(config, setting.name)
        if value != getattr(standard, setting.name):
            words += [f"--{setting.name.replace('_', '-')}", str(value)]
    return shlex.join(words)


def resume_words(run: Run) -> list[str]:
    """Return the words after `./loupe` that train a run or resume it."""
    return ["train", run.experiment, "--resume", run.id]
