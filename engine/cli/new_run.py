"""What `./loupe train` makes, and what it and a sweep say about the user's own data."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.config import Config
from engine.data.sources import data_folder, locate
from engine.experiment import Experiment
from engine.own_data import FITTED, standard_settings
from engine.runs import request
from engine.runs.request import OwnFile
from engine.runs.store import Run


def create(
    options: Namespace, experiment: Experiment, notify: Callable[[str], None]
) -> Run:
    """Make the folder of a new run; say its id, and what the user's own data holds.

    Raises:
        LoupeError: As `request.create`; or the published data is not here.
    """
    own = request.read_own_file(Path(options.own_data)) if options.own_data else None
    standard = standard_of(experiment, options.preset, own)
    config = config_of(options, standard)
    if own is None:
        check_published(experiment, options.source or "")
    run = request.create(
        experiment,
        options.preset,
        config,
        source=options.source or "",
        own_file=own,
        run_id=options.run,
    )
    notify(f"run {run.id}")
    if own is not None:
        notify(held_in_words(experiment, own, config))
        if not hasattr(options, FITTED):
            for line in fitted_in_words(experiment, {options.preset: standard}):
                notify(f"{line} --{FITTED} sets another number.")
    return run


def check_published(experiment: Experiment, name: str) -> None:
    """Refuse published data that is not on this machine: a run may wait for hours.

    Args:
        experiment: What is trained on it.
        name: Of the data set; "" for the experiment's first.

    Raises:
        UnknownNameError: There is no such data set.
        DataMissingError, DataDamagedError: As `locate`.
    """
    locate(request.published_data(experiment, name), data_folder(), experiment.name)


def standard_of(experiment: Experiment, preset: str, own: OwnFile | None) -> Config:
    """Return a preset's settings, fitted to the user's own data if there is any."""
    if own is None:
        return experiment.presets[preset]
    return standard_settings(experiment, preset, own.content, own.name)


def held_in_words(experiment: Experiment, own: OwnFile, config: Config) -> str:
    """Return what the user's own data holds, in a line.

    Raises:
        LoupeError: It cannot be trained on.
    """
    return f"{own.name}: {experiment.check_own_data(own.content, own.name, config)}"


def fitted_in_words(
    experiment: Experiment, standards: Mapping[str, Config]
) -> list[str]:
    """Return a sentence for each preset whose epochs were fitted to the user's data.

    Args:
        experiment: What is trained.
        standards: Preset -> its settings, fitted; of several, each is named.
    """
    return [
        f"{f'{preset}: ' if len(standards) > 1 else ''}{getattr(standard, FITTED)} "
        f"{FITTED}, fitted to this file; the preset has {getattr(usual, FITTED)}."
        for preset, standard in standards.items()
        if standard != (usual := experiment.presets[preset])
    ]


def config_of(options: Namespace, standard: Config) -> Config:
    """Return the settings that the options give; the others are those of `standard`."""
    values = {
        setting.name: getattr(options, setting.name, getattr(standard, setting.name))
        for setting in standard.settings()
    }
    return type(standard).from_mapping(values)
