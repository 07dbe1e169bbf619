"""What is varied, from the words of a command: seeds, values and ranges of settings.

A bad value gets a sentence that names the setting and what it can be.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import Field, replace
from typing import Any

from engine.config import Config
from engine.errors import ConfigError

MOST_TRAININGS = 300  # of one sweep: as many curves as a page follows
_LAST_SEED = 2**31 - 1
_LOGARITHMIC = 10  # times its low end: from there on a range is searched on a log scale
_KINDS = {int: "a whole number", float: "a number", bool: "true or false"}


def separated(words: Sequence[str]) -> list[str]:
    """Return the parts of words at their commas, each once: “a,b c” is a, b and c."""
    parts = [part.strip() for word in words for part in word.split(",")]
    return list(dict.fromkeys(part for part in parts if part))


def seeds_of(words: Sequence[str]) -> tuple[int, ...]:
    """Return the random seeds that words like "0-4,7" list.

    Raises:
        ConfigError: A word is neither a whole number nor a range of them.
    """
    seeds: dict[int, None] = {}
    for word in separated(words):
        match = re.fullmatch(r"([0-9]{1,10})(?:-([0-9]{1,10}))?", word)
        first, last = (int(n or match[1]) for n in match.groups()) if match else (1, 0)
        if not first <= last <= _LAST_SEED:
            raise ConfigError(
                f"“seeds” must be whole numbers from 0 to {_LAST_SEED}, such as 0-4 or "
                f"0,1,7, not “{word}”."
            )
        refuse_many(last - first + 1)
        seeds |= dict.fromkeys(range(first, last + 1))
    return tuple(seeds)


def settings_of(
    presets: Mapping[str, Config], words: Sequence[str], *, searched: bool
) -> tuple[dict[str, tuple[Any, ...]], dict[str, tuple[float, ...]]]:
    """Return the values and the ranges of words like "dropout=0.2,0.4".

    Args:
        presets: Name -> settings of the presets that are trained; all have to have
            every setting.
        words: SETTING=VALUE,VALUE, or SETTING=LOW..HIGH in a search.
        searched: Whether ranges are allowed.

    Raises:
        ConfigError: A setting does not exist, or a value is not one that it can have;
            the sentence has both.
    """
    values: dict[str, tuple[Any, ...]] = {}
    ranges: dict[str, tuple[float, ...]] = {}
    for word in words:
        name, equals, listed = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or not separated([listed]):
            raise ConfigError(
                f"“{word}” names no values. Write a setting like dropout=0.2,0.4."
            )
        if name in values or name in ranges:
            raise ConfigError(
                f"“{_words(name)}” is set twice. List all its values once."
            )
        fields = [field_of(preset, config, name) for preset, config in presets.items()]
        if ".." in listed:
            ranges[name] = _range(fields[0], listed, searched=searched)
        else:
            read = (_value(fields[0], word) for word in separated([listed]))
            values[name] = tuple(dict.fromkeys(read))  # 0.2 and 0.20 are one
        for config in presets.values():
            for value in (*values.get(name, ()), *ranges.get(name, ())):
                replace(config, **{name: of_its_kind(config, name, value)})
    return values, ranges


def field_of(preset: str, config: Config, name: str) -> Field[Any]:
    """Return a preset's setting.

    Raises:
        ConfigError: There is none of this name, or it is the seed.
    """
    if name == "seed":
        raise ConfigError("List the random seeds with --seeds 0-4, not with --set.")
    available = {setting.name: setting for setting in config.settings()}
    if name not in available:
        listed = ", ".join(sorted(available.keys() - {"seed"}))
        raise ConfigError(
            f"The preset {preset} has no setting called “{_words(name)}”. "
            f"Available: {listed}."
        )
    return available[name]


def _value(setting: Field[Any], word: str) -> Any:
    """Return a word as a value of a setting’s type."""
    kind: Any = type(setting.default)
    try:
        if kind is bool:
            return {"true": True, "false": False}[word.lower()]
        return kind(word)
    except (ValueError, KeyError) as error:
        raise ConfigError(
            f"“{_words(setting.name)}” must be {_allowed(setting)}, not “{word}”."
        ) from error


def _range(setting: Field[Any], listed: str, *, searched: bool) -> tuple[float, ...]:
    """Return both ends of a range like "0.1..0.5"."""
    name = _words(setting.name)
    if not searched:
        raise ConfigError(
            f"“{name}={listed}” is a range, which only a search takes. Add "
            "--search 20, or list values with commas."
        )
    if type(setting.default) not in (int, float):
        raise ConfigError(
            f"“{name}” must be {_allowed(setting)}; it has no range. List its values "
            "with commas."
        )
    ends = tuple(_value(setting, word) for word in listed.split(".."))
    if len(ends) != 2 or not ends[0] < ends[1]:
        raise ConfigError(
            f"“{name}” needs one range from low to high, such as 0.1..0.5, not "
            f"“{listed}”."
        )
    return ends


def _allowed(setting: Field[Any]) -> str:
    """Return what a setting can be, in words."""
    if choices := setting.metadata.get("choices"):
        return f"one of {', '.join(map(str, choices))}"
    kind = _KINDS.get(type(setting.default), "a word")
    low, high = setting.metadata.get("minimum"), setting.metadata.get("maximum")
    return kind if low is None else f"{kind} between {low} and {high}"


def of_its_kind(config: Config, name: str, value: Any) -> Any:
    """Return a number as its setting's type: JSON and Optuna mix whole ones up."""
    kind = type(getattr(config, name, value))
    whole = type(value) in (int, float) and kind(value) == value
    return kind(value) if kind in (int, float) and whole else value


def _words(name: str) -> str:
    return name.replace("_", " ")


def is_logarithmic(low: float, high: float) -> bool:
    """Return whether a range is searched on a logarithmic scale."""
    return low > 0 and high >= _LOGARITHMIC * low


def refuse_many(trainings: int) -> None:
    """Raise ConfigError for more trainings than one sweep takes."""
    if trainings > MOST_TRAININGS:
        raise ConfigError(
            f"These are {trainings:,} trainings; a sweep has at most {MOST_TRAININGS}. "
            "Give fewer seeds or values, or let --search choose among them."
        )
