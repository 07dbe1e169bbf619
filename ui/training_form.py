"""The form that starts a run, made from the fields of a preset's config."""

from dataclasses import Field, dataclass, fields
from typing import Any

import streamlit as st

from engine import training
from engine.errors import ConfigError, DataDamagedError, DataMissingError, LoupeError
from engine.experiment import Config, Experiment
from engine.launcher import LocalLauncher
from engine.runs import Run
from engine.sources import data_folder, locate
from ui.notices import tell, told

_OWN = "My own text"
_FIRST = "quick"  # the preset that a class can watch


@dataclass(frozen=True, slots=True)
class _Data:
    """What a run shall learn from: a published source, or a person's own bytes."""

    source: str
    title: str
    content: bytes | None = None
    missing: bool = False  # own data was chosen, but there is none yet


def draw_form(experiment: Experiment) -> None:
    """Draw the form; its button makes a run, starts it and shows it."""
    preset = _choose_preset(experiment)
    data = _choose_data(experiment)
    config = _choose_settings(experiment, preset)
    if config is None:
        return
    fits = not data.missing and _check_own(experiment, data, config)
    text = data.title if data.content is not None or data.missing else ""
    command = training.command_of(experiment, preset, config, data.source, text)
    st.caption("The same from a terminal")
    st.code(command, language="bash", wrap_lines=True)
    pressed = st.button(
        "Start training",
        type="primary",
        icon=":material/play_arrow:",
        key=f"{experiment.name}_start",
        disabled=not fits,
        width="stretch",
    )
    if pressed:
        with told():
            run = _start(experiment, preset, config, data, command)
            st.session_state[f"{experiment.name}_started"] = run.id
            st.rerun()


def _start(
    experiment: Experiment, preset: str, config: Config, data: _Data, command: str
) -> Run:
    """Make a run and start its process."""
    run = training.create(
        experiment, preset, config, data.source, data.title, data.content, command
    )
    LocalLauncher().start(run)
    return run


def _choose_preset(experiment: Experiment) -> str:
    """Draw the presets, the quick one first."""
    names = sorted(experiment.presets, key=lambda name: name != _FIRST)
    preset = st.segmented_control(
        "Preset",
        names,
        default=names[0],
        required=True,
        key=f"{experiment.name}_preset",
        bind="query-params",
    )
    chosen = str(preset or names[0])
    st.caption(experiment.preset_notes.get(chosen, ""))
    return chosen


def _choose_data(experiment: Experiment) -> _Data:
    """Draw what can be learned from: published data that is here, or one's own."""
    here = {s.title: s.name for s in experiment.sources if _is_here(s, experiment)}
    chosen = st.selectbox(
        "Learn from",
        [*here, _OWN],
        key=f"{experiment.name}_data",
        filter_mode=None,
        persist_state="session",
    )
    if len(here) < len(experiment.sources):
        st.caption(
            f"Published texts that are not on this machine come with "
            f"`./loupe fetch {experiment.name}`."
        )
    if chosen in here:
        return _Data(here[chosen], chosen)
    return _own_data(experiment)


def _is_here(source: Any, experiment: Experiment) -> bool:
    """Return whether a source's files are on this machine."""
    try:
        locate(source, data_folder(), experiment.name)
    except (DataMissingError, DataDamagedError):
        return False
    return True


def _own_data(experiment: Experiment) -> _Data:
    """Draw the ways to hand in an own text; a file goes before pasted words."""
    key = f"{experiment.name}_own"
    file = st.file_uploader(
        "A text file (UTF-8)", type=["txt"], max_upload_size=50, key=f"{key}_file"
    )
    pasted = st.text_area(
        "Or paste a text",
        height=140,
        key=f"{key}_text",
        persist_state="session",
        disabled=file is not None,
    )
    if file is not None:
        return _Data("", file.name, file.getvalue())
    if pasted.strip():
        return _Data("", "pasted.txt", pasted.encode())
    return _Data("", "my-text.txt", missing=True)


def _check_own(experiment: Experiment, data: _Data, config: Config) -> bool:
    """Say what own data holds, or why it cannot be learned from."""
    if data.content is None:
        return True
    try:
        st.caption(experiment.check_own_data(data.content, data.title, config))
    except LoupeError as error:
        tell(error)
        return False
    return True


def _choose_settings(experiment: Experiment, preset: str) -> Config | None:
    """Draw all settings of a preset; None after a notice where one is refused."""
    standard = experiment.presets[preset]
    with st.expander("All settings", icon=":material/tune:"):
        values = {
            setting.name: _draw_setting(
                setting,
                getattr(standard, setting.name),
                f"{experiment.name}_{preset}_{setting.name}",
            )
            for setting in fields(standard)
        }
    try:
        return type(standard).from_mapping(values)
    except ConfigError as error:
        tell(error)
        return None


def _draw_setting(setting: Field[Any], value: Any, key: str) -> Any:
    """Draw one field with its bounds and help; return what was chosen."""
    label = setting.name.replace("_", " ").capitalize()
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
    number = type(value)  # a bound may be written as 0 where the field is a float
    return st.number_input(
        label,
        min_value=number(about["minimum"]),
        max_value=number(about["maximum"]),
        value=value,
        step=1 if number is int else _step(value),
        format="%d" if number is int else "%g",
        help=about["help"],
        key=key,
        persist_state="session",
    )


def _step(value: float) -> float:
    """Return how far a button moves a setting: a tenth of it, rounded down."""
    return float(f"{value / 10:.0e}") if value else 0.01
