"""The changed settings of the training form, in the link.

`<experiment>_settings` has “name=value” for each setting that is not the preset's.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from engine.config import Config
from engine.errors import ConfigError
from engine.experiment import Experiment
from ui.notices import plain
from ui.url_state import brought, put


def take(experiment: Experiment, preset: str, standard: Config) -> dict[str, Any]:
    """Return the settings that a link changes; say which of them are not possible.

    They are kept as long as the page is open, for the preset of the link.

    Args:
        experiment: Whose form it is.
        preset: The chosen one.
        standard: Its settings.
    """
    key = f"{experiment.name}_settings"
    if arrived := brought(key):
        st.session_state[f"_{key}_brought"] = preset, arrived
    of_preset, written = st.session_state.get(f"_{key}_brought", ("", []))
    if of_preset != preset:
        return {}
    values: dict[str, Any] = {}
    refused = []
    for text in written:
        try:
            name, value = _read(text, standard)
            replace(standard, **values | {name: value})
        except (ConfigError, ValueError):
            refused.append(f"“{plain(text[:60])}”")
        else:
            values[name] = value
    if refused:
        st.warning(
            f"The link sets {', '.join(refused[:3])}, which is not possible here. The "
            "preset’s own value is used.",
            icon=":material/link_off:",
        )
    return values


def write(experiment: Experiment, standard: Config, values: Mapping[str, Any]) -> None:
    """Write the changed settings into the URL.

    Args:
        experiment: Whose form it is.
        standard: The preset's settings, fitted to the user's own data if there is any.
        values: Of the form, by name.
    """
    changed = [
        f"{name}={value}"
        for name, value in values.items()
        if value != getattr(standard, name)
    ]
    put(f"{experiment.name}_settings", changed)


def _read(text: str, standard: Config) -> tuple[str, Any]:
    """Return the name and the value of a setting in a link.

    Raises:
        ValueError: There is no such setting, or the value is of another type.
    """
    name, _, written = text.partition("=")
    if name not in {setting.name for setting in standard.settings()}:
        raise ValueError(name)
    kind = type(getattr(standard, name))
    if kind is bool:
        return name, ("False", "True").index(written) == 1
    return name, kind(written)
