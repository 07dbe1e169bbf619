"""A setting is refused by name, with its bounds, before anything begins."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest

from engine import registry
from engine.config import Config
from engine.errors import ConfigError

PRESETS = [
    pytest.param(preset, id=f"{name}-{key}")
    for name in registry.NAMES
    for key, preset in registry.get(name).presets.items()
]
SETTINGS = [
    pytest.param(preset.values[0], setting, id=f"{preset.id}-{setting.name}")
    for preset in PRESETS
    for setting in fields(preset.values[0])
]


@pytest.mark.parametrize("preset", PRESETS)
def test_config_reads_back(preset):
    assert type(preset).from_mapping(preset.to_mapping()) == preset


@pytest.mark.parametrize(("preset", "setting"), SETTINGS)
def test_every_setting_has_a_help_and_bounds(preset, setting):
    assert setting.metadata["help"]
    kind = type(getattr(preset, setting.name))
    if kind in (int, float):
        low, high = setting.metadata["minimum"], setting.metadata["maximum"]
        assert low < high
        for value in (low, high):
            with_value = {**preset.to_mapping(), setting.name: kind(value)}
            type(preset).from_mapping(with_value)
    elif kind is str:
        assert setting.default in setting.metadata["choices"]


@pytest.mark.parametrize(("preset", "setting"), SETTINGS)
def test_value_out_of_bounds_is_refused_by_name(preset, setting):
    kind = type(getattr(preset, setting.name))
    if kind is str:
        wrong: list[object] = ["nonsense", 3, None]
    elif kind is bool:
        wrong = ["yes", 1, None]
    else:
        low, high = setting.metadata["minimum"], setting.metadata["maximum"]
        wrong = [low - 1, high + 1, math.nan, math.inf, -math.inf, "3", None, True]
    for value in wrong:
        values = {**preset.to_mapping(), setting.name: value}
        with pytest.raises(ConfigError) as refused:
            type(preset).from_mapping(values)
        assert setting.name.replace("_", " ") in str(refused.value)


def test_unknown_setting_lists_the_known_ones():
    with pytest.raises(ConfigError, match=r"banana.*epochs, more_epochs, seed"):
        Config.from_mapping({"banana": 1})


def test_whole_number_stands_for_a_real_one():
    preset = registry.get("language").presets["quick"]
    values = {**preset.to_mapping(), "dropout": 0}
    assert type(preset).from_mapping(values).to_mapping()["dropout"] == 0
