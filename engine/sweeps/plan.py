"""From a sweep to its trainings; what cannot be trained as a whole is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any

from engine import registry
from engine.config import Config
from engine.errors import ConfigError, UnknownNameError
from engine.own_data import FITTED
from engine.sweeps.sweep import Sweep
from engine.sweeps.values import field_of, of_its_kind, refuse_many


@dataclass(frozen=True, slots=True)
class Training:
    """One training of a sweep."""

    preset: str
    config: Config


def presets_of(experiment: str, names: Sequence[str]) -> dict[str, Config]:
    """Return presets by name.

    Raises:
        UnknownNameError: There is no such experiment or preset.
    """
    presets = registry.get(experiment).presets
    for name in names:
        if name not in presets:
            raise UnknownNameError(f"{experiment} preset", name, presets)
    return {name: presets[name] for name in names}


def check(sweep: Sweep) -> None:
    """Refuse a sweep that cannot be trained as a whole.

    Raises:
        UnknownNameError: There is no such preset.
        ConfigError: It is too large, a preset has no seed or lacks a setting, or a
            search is given more than one preset or seed, or nothing to search.
    """
    for preset, config in presets_of(sweep.experiment, sweep.presets).items():
        if sweep.seeds and "seed" in config.without:
            raise ConfigError(
                f"The preset {preset} uses no random numbers. Leave out --seeds, or "
                "the preset."
            )
        for name, ends in sweep.ranges.items():
            field_of(preset, config, name)
            for end in ends:
                configured(config, {name: end})
        for name in sweep.settings:
            field_of(preset, config, name)
        standard_of(sweep, preset)
    refuse_many(count(sweep))
    if not sweep.trials:
        return
    if len(sweep.presets) > 1 or len(sweep.seeds) > 1:
        raise ConfigError(
            "A search trains one preset with one seed. Train its best settings with "
            "more seeds afterwards, in a sweep without --search."
        )
    if not sweep.ranges and all(len(v) < 2 for v in sweep.settings.values()):
        raise ConfigError(
            "A search needs settings to choose from, such as "
            "--set dropout=0.1..0.5 units=128,256."
        )


def standard_of(sweep: Sweep, preset: str) -> Config:
    """Return a preset's settings, with the epochs that fit the user's own data.

    Raises:
        ConfigError: No training can have that many.
    """
    config = registry.get(sweep.experiment).presets[preset]
    fitted = sweep.fitted.get(preset)
    return config if fitted is None else replace(config, **{FITTED: fitted})


def count(sweep: Sweep) -> int:
    """Return how many trainings a sweep has."""
    if sweep.trials:
        return sweep.trials
    seeds = len(sweep.seeds) or 1
    return len(sweep.presets) * seeds * prod(map(len, sweep.settings.values()))


def settings_count(sweep: Sweep) -> int:
    """Return how many settings a sweep tries, its seeds aside."""
    return sweep.trials or count(sweep) // (len(sweep.seeds) or 1)


def trainings(sweep: Sweep) -> Iterator[Training]:
    """Yield every training of a grid, seed by seed: soon each setting has a curve."""
    presets = {preset: standard_of(sweep, preset) for preset in sweep.presets}
    for seed in sweep.seeds or (None,):
        for preset in sweep.presets:
            for values in product(*sweep.settings.values()):
                chosen = dict(zip(sweep.settings, values, strict=True))
                yield Training(preset, configured(presets[preset], chosen, seed))


def variations(sweep: Sweep) -> Iterator[Training]:
    """Yield trainings that between them have each value and both ends of each range.

    They are far fewer than all: from the first of each preset on, one setting changes.
    """
    choices = {**sweep.settings, **sweep.ranges}
    first = {name: values[0] for name, values in choices.items()}
    changes = [{name: v} for name, values in choices.items() for v in values[1:]]
    for preset in sweep.presets:
        standard = standard_of(sweep, preset)
        for change in ({}, *changes):
            yield Training(preset, configured(standard, first | change))


def configured(
    config: Config, values: Mapping[str, Any], seed: int | None = None
) -> Config:
    """Return a preset's settings with other values, each of its setting's type.

    Args:
        config: The preset's.
        values: Setting -> value.
        seed: The random seed; None for the preset's.

    Raises:
        ConfigError: There is no such setting, or a value is out of bounds.
    """
    changed = {name: of_its_kind(config, name, v) for name, v in values.items()}
    chosen = {} if seed is None else {"seed": seed}
    return type(config).from_mapping(config.to_mapping() | changed | chosen)
