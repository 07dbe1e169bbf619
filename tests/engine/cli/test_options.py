"""What the command line understands: every setting of a preset, and nothing else."""

from __future__ import annotations

import pytest

from engine import registry
from engine.cli import commands, new_run, options
from engine.cli.options import parse

PRESETS = [(name, key) for name in registry.NAMES for key in registry.get(name).presets]


@pytest.mark.parametrize(("name", "preset"), PRESETS)
def test_every_setting_is_an_option(name, preset):
    config = registry.get(name).presets[preset]
    words = ["train", name, "--preset", preset]
    for setting in config.settings():
        option = f"--{setting.name.replace('_', '-')}"
        words += [option, str(getattr(config, setting.name))]
    assert new_run.config_of(parse(words), config) == config


@pytest.mark.parametrize("option", ["--seed", "--epochs", "--batch-size"])
def test_counting_offers_no_setting_that_changes_nothing(option):
    words = ["train", "language", "--preset", "ngrams", option, "2"]
    with pytest.raises(SystemExit):
        parse(words)


def test_every_command_is_carried_out():
    assert set(commands._COMMANDS) == set(options._COMMANDS)


def test_last_of_two_presets_counts():
    words = ["train", "language", "--preset", "post", "--preset=best"]
    best = registry.get("language").presets["best"]
    assert new_run.config_of(parse(words), best) == best


def test_option_is_not_guessed_from_its_beginning():
    with pytest.raises(SystemExit):  # it would have the settings of “quick”
        parse(["train", "language", "--pre", "best"])
