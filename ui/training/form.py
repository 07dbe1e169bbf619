"""The form that starts a run, made from the fields of a preset's config."""

from dataclasses import Field
from typing import Any

import streamlit as st

from engine.config import Config
from engine.data.sources import data_folder, locate
from engine.errors import ConfigError, DataDamagedError, DataMissingError
from engine.experiment import Experiment
from engine.runs.request import active_twin, command_of, create
from ui.links.bound import choose_bound
from ui.links.missing import tell_missing
from ui.notices import errors_shown, plain, show_error
from ui.pickers import take_choice
from ui.text import commands
from ui.training import fetch, own_data, settings_link
from ui.training.own_data import TrainingData
from ui.training.starting import show_live, start_once
from ui.url_state import brought, put

OWN_DATA = "My own data"
_FIRST = "quick"  # the preset that trains while you watch


def draw_form(experiment: Experiment) -> None:
    """Draw the form; its button makes a run, starts it and shows it."""
    presets = st.container()  # above the choice of data, which it depends on
    data = _choose_data(experiment)
    with presets:
        preset = _choose_preset(experiment, data)
    button = st.container()  # drawn last, and shown above all settings
    standard = own_data.fitted(experiment, preset, data)
    config = _choose_settings(experiment, preset, standard)
    if config is None:
        return
    _tell_changed(experiment, config, standard)
    valid = data.ready and own_data.check(experiment, data.own_file, config)
    if valid:
        own_data.draw_forecast(experiment, config, data.own_file)
    own_path = data.own_file.path if data.own_file else ""
    command = command_of(experiment, preset, config, data.source, own_path)
    st.caption("The same from the command line")
    commands.draw(command)
    with button:
        pressed = st.button(
            "Start training",
            type="primary",
            icon=":material/play_arrow:",
            key=f"{experiment.name}_start",
            disabled=not valid,
            width="stretch",
        )
        if pressed:
            with errors_shown():
                _start(experiment, preset, config, data)


def _start(
    experiment: Experiment, preset: str, config: Config, data: TrainingData
) -> None:
    """Start a run and show it; where the same one is active, show that one."""
    brought: Any = {"source": data.source, "own_file": data.own_file}
    active = active_twin(experiment, config, **brought)
    run = start_once(active, lambda: create(experiment, preset, config, **brought))
    show_live(run)
    st.rerun()


def _choose_preset(experiment: Experiment, data: TrainingData) -> str:
    """Draw the presets: the quick one first, then in their experiment's order.

    Until the user or a link chooses one, it is the one that suits the data.
    """
    names = sorted(experiment.presets, key=lambda name: name != _FIRST)
    suited = (experiment.own_data.preset if data.own_file else "") or names[0]
    key = f"{experiment.name}_preset"
    if set(names).intersection(brought(key)):
        _keep_preset(key)
    take_choice(key, names)
    if not (st.session_state.get(_kept(key)) and key in st.session_state):
        st.session_state[key] = suited
    preset = st.segmented_control(
        "Preset",
        names,
        required=True,
        key=key,
        on_change=_keep_preset,
        args=(key,),
        persist_state="session",
    )
    chosen = str(preset or suited)
    put(key, [] if chosen == suited else [chosen])
    tell_missing(key, [chosen], {})
    st.caption(experiment.preset_notes.get(chosen, ""))
    return chosen


def _keep_preset(key: str) -> None:
    """Note that a preset was chosen: other data does not change it any more."""
    st.session_state[_kept(key)] = True


def _kept(key: str) -> str:
    return f"_{key}_kept"


def _choose_data(experiment: Experiment) -> TrainingData:
    """Draw the choice of data: published sets that are here, or the user's own."""
    here = {s.title: s.name for s in experiment.sources if _is_here(s, experiment)}
    missing = [s for s in experiment.sources if s.title not in here]
    offered = [*here, *([OWN_DATA] if experiment.own_data.extensions else [])]
    if not offered:
        st.info("The training data is missing.", icon=":material/info:")
        fetch.draw(experiment, missing)
        return TrainingData(experiment.sources[0].name, ready=False)
    key = f"{experiment.name}_data"
    own_data.note_link(key, OWN_DATA)
    chosen = choose_bound(
        st.selectbox,
        "Train on",
        offered,
        key=key,
        filter_mode=None,
        persist_state="session",
    )
    fetch.draw(experiment, missing)
    if chosen in here:
        return TrainingData(here[chosen])
    own = own_data.choose_own(experiment)
    own_data.tell_link(key, own)
    return own


def _is_here(source: Any, experiment: Experiment) -> bool:
    """Return whether a source's files are on this machine."""
    try:
        locate(source, data_folder(), experiment.name)
    except (DataMissingError, DataDamagedError):
        return False
    return True


def _choose_settings(
    experiment: Experiment, preset: str, standard: Config
) -> Config | None:
    """Draw all settings of a preset; None, after a notice, where one is invalid."""
    usual = experiment.presets[preset]
    linked = settings_link.take(experiment, preset, standard)
    with st.expander("All settings", icon=":material/tune:"):
        values = {
            setting.name: _draw_setting(
                setting,
                linked.get(setting.name, getattr(standard, setting.name)),
                _key(experiment, preset, setting.name, standard, usual),
            )
            for setting in standard.settings()
        }
    settings_link.write(experiment, standard, values)
    try:
        return type(standard).from_mapping(values)
    except ConfigError as error:
        show_error(error)
        return None


def _tell_changed(experiment: Experiment, config: Config, standard: Config) -> None:
    """Say which settings are not the preset's, and which preset they equal."""
    changed = [
        setting.name.replace("_", " ")
        for setting in config.settings()
        if getattr(config, setting.name) != getattr(standard, setting.name)
    ]
    if not changed:
        return
    equal = [name for name, other in experiment.presets.items() if other == config]
    same = f" These are the settings of the preset {equal[0]}." if equal else ""
    st.caption(
        f":material/tune: Changed from the preset: {plain(', '.join(changed))}.{same}"
    )


def _key(
    experiment: Experiment, preset: str, name: str, standard: Config, usual: Config
) -> str:
    """Return the key of a setting's widget: another one where its default is another.

    A widget that exists keeps its value, so a default fitted to the data needs a new
    one.
    """
    value = getattr(standard, name)
    fitted = f"_{value}" if value != getattr(usual, name) else ""
    return f"{experiment.name}_{preset}_{name}{fitted}"


def _draw_setting(setting: Field[Any], value: Any, key: str) -> Any:
    """Draw one field with its bounds and help; return the choice."""
    label = setting.name.replace("_", " ").capitalize().replace("Ema ", "EMA ")
    about = setting.metadata
    if about["choices"]:
        options = list(about["choices"])
        return st.selectbox(
            label,
            options,
            index=options.index(value),
            help=about["help"],
            key=key,
            filter_mode=None,
            persist_state="session",
        )
    if isinstance(value, bool):
        return st.toggle(
            label, value, help=about["help"], key=key, persist_state="session"
        )
    if isinstance(value, str):
        return st.text_input(
            label, value, help=about["help"], key=key, persist_state="session"
        )
    number = type(value)  # a bound may be written as 0 where the field is a float
    return st.number_input(
        label,
        min_value=_bound(about["minimum"], number),
        max_value=_bound(about["maximum"], number),
        value=value,
        step=1 if number is int else _step(value),
        format="%d" if number is int else "%g",
        help=about["help"],
        key=key,
        persist_state="session",
    )


def _bound(bound: float | None, number: type[Any]) -> Any:
    return None if bound is None else number(bound)


def _step(value: float) -> float:
    """Return the step of a number's buttons: a tenth of it, rounded."""
    return float(f"{value / 10:.0e}") if value else 0.01
