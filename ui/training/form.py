"""The form that starts a run, made from the fields of a preset's config."""

from dataclasses import Field, dataclass
from typing import Any

import streamlit as st

from engine.data.sources import data_folder, locate
from engine.errors import ConfigError, DataDamagedError, DataMissingError, LoupeError
from engine.experiment import MAXIMUM_OWN_BYTES, Config, Experiment
from engine.runs.launcher import LocalLauncher
from engine.runs.request import OwnFile, command_of, create
from ui.notices import errors_shown, show_error

_OWN = "My own data"
_FIRST = "quick"  # the preset that trains while you watch


@dataclass(frozen=True, slots=True)
class _Data:
    """What a run trains on: published data, or the user's own file."""

    source: str = ""
    own_file: OwnFile | None = None
    ready: bool = True  # False as long as there is nothing to train on


def draw_form(experiment: Experiment) -> None:
    """Draw the form; its button makes a run, starts it and shows it."""
    preset = _choose_preset(experiment)
    data = _choose_data(experiment)
    config = _choose_settings(experiment, preset)
    if config is None:
        return
    valid = data.ready and _check_own(experiment, data.own_file, config)
    own_path = data.own_file.path if data.own_file else ""
    command = command_of(experiment, preset, config, data.source, own_path)
    st.caption("The same from the command line")
    st.code(command, language="bash", wrap_lines=True)
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
            run = create(
                experiment,
                preset,
                config,
                source=data.source,
                own_file=data.own_file,
            )
            LocalLauncher().start(run)
            st.session_state[f"{experiment.name}_started"] = run.id
            st.rerun()


def _choose_preset(experiment: Experiment) -> str:
    """Draw the presets: the quick one first, then in their experiment's order."""
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
    """Draw the choice of data: published sets that are here, or the user's own."""
    here = {s.title: s.name for s in experiment.sources if _is_here(s, experiment)}
    own = [_OWN] if experiment.own_data.extensions else []
    if not here and not own:
        st.info(
            "The training data is missing: "
            f"`./loupe fetch {experiment.name}` downloads it or says where to get it.",
            icon=":material/info:",
        )
        return _Data(experiment.sources[0].name, ready=False)
    chosen = st.selectbox(
        "Train on",
        [*here, *own],
        key=f"{experiment.name}_data",
        filter_mode=None,
        persist_state="session",
    )
    if len(here) < len(experiment.sources):
        st.caption(
            f"Some data sets are missing: `./loupe fetch {experiment.name}` "
            "downloads them or says where to get them."
        )
    if chosen in here:
        return _Data(here[chosen])
    return _own_data(experiment)


def _is_here(source: Any, experiment: Experiment) -> bool:
    """Return whether a source's files are on this machine."""
    try:
        locate(source, data_folder(), experiment.name)
    except (DataMissingError, DataDamagedError):
        return False
    return True


def _own_data(experiment: Experiment) -> _Data:
    """Draw the upload and the text area; an uploaded file takes precedence."""
    key, accepted = f"{experiment.name}_own", experiment.own_data
    file = st.file_uploader(
        accepted.label,
        type=list(accepted.extensions),
        max_upload_size=MAXIMUM_OWN_BYTES // 2**20,
        key=f"{key}_file",
    )
    pasted = ""
    if accepted.pasted:
        pasted = st.text_area(
            "Or paste a text",
            height=140,
            key=f"{key}_text",
            persist_state="session",
            disabled=file is not None,
        )
    ending = accepted.extensions[0]
    if file is not None:
        return _Data(own_file=OwnFile(file.name, file.getvalue()))
    if pasted.strip():
        return _Data(own_file=OwnFile(f"pasted.{ending}", pasted.encode()))
    return _Data(own_file=OwnFile(f"my-data.{ending}", b""), ready=False)


def _check_own(
    experiment: Experiment, own_file: OwnFile | None, config: Config
) -> bool:
    """Draw what the user's own file holds, or why it cannot be trained on."""
    if own_file is None:
        return True
    try:
        st.caption(experiment.check_own_data(own_file.content, own_file.name, config))
    except LoupeError as error:
        show_error(error)
        return False
    return True


def _choose_settings(experiment: Experiment, preset: str) -> Config | None:
    """Draw all settings of a preset; None, after a notice, where one is invalid."""
    standard = experiment.presets[preset]
    with st.expander("All settings", icon=":material/tune:"):
        values = {
            setting.name: _draw_setting(
                setting,
                getattr(standard, setting.name),
                f"{experiment.name}_{preset}_{setting.name}",
            )
            for setting in standard.settings()
        }
    try:
        return type(standard).from_mapping(values)
    except ConfigError as error:
        show_error(error)
        return None


def _draw_setting(setting: Field[Any], value: Any, key: str) -> Any:
    """Draw one field with its bounds and help; return the choice."""
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
