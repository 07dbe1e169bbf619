"""The run that `./loupe train` makes, and what it says about the user's own data."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from engine.config import Config
from engine.experiment import Experiment
from engine.own_data import FITTED, standard_settings
from engine.runs import request
from engine.runs.store import Run


def create(
    options: Namespace, experiment: Experiment, notify: Callable[[str], None]
) -> Run:
    """Make the folder of a new run; say its id, and what the user's own data holds.

    Raises:
        LoupeError: As `request.create`.
    """
    own = request.read_own_file(Path(options.own_data)) if options.own_data else None
    usual = experiment.presets[options.preset]
    standard = usual
    if own is not None:
        standard = standard_settings(experiment, options.preset, own.content, own.name)
    config = config_of(options, standard)
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
        holds = experiment.check_own_data(own.content, own.name, config)
        notify(f"{own.name}: {holds}")
        if standard != usual and not hasattr(options, FITTED):
            notify(
                f"{getattr(config, FITTED)} {FITTED}, fitted to this file; the preset "
                f"has {getattr(usual, FITTED)}. --{FITTED} sets another number."
            )
    return run


def config_of(options: Namespace, standard: Config) -> Config:
    """Return the settings that the options give; the others are those of `standard`."""
    values = {
        setting.name: getattr(options, setting.name, getattr(standard, setting.name))
        for setting in standard.settings()
    }
    return type(standard).from_mapping(values)
