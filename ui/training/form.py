"""The form that starts a run, made from the fields of a preset's config."""

from dataclasses import Field, dataclass
from typing import Any

import streamlit as st

from engine.data.sources import data_folder, locate
from engine.errors import ConfigError, DataDamagedError, DataMissingError, LoupeError
from engine.experiment import MAXIMUM_OWN_BYTES, Config, Experiment
from engine.runs.launcher import LocalLauncher
from engine.runs.store import Run
from engine.training import worker
from ui.notices import tell, told

_OWN = "My own data"
_FIRST = "quick"  # the preset that a class can watch


@dataclass(frozen=True, slots=True)
class _Data:
    """What a run shall learn from: a published source, or a person's own bytes."""

    source: str
    title: str
    content: bytes | None = None
    ready: bool = True  # False as long as there is nothing to learn from


def draw_form(experiment: Experiment) -> None:
    """Draw the form; its button makes a run, starts it and shows it."""
    preset = _choose_preset(experiment)
    data = _choose_data(experiment)
    config = _choose_settings(experiment, preset)
    if config is None:
        return
    fits = data.ready and _check_own(experiment, data, config)
    text = "" if data.source else data.title
    command = worker.command_of(experiment, preset, config, data.source, text)
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
    run = worker.create(
        experiment, preset, config, data.source, data.title, data.content, command
    )
    LocalLauncher().start(run)
    return run


def _choose_preset(experiment: Experiment) -> str:
    """Draw the presets: the quick one first, then as their experiment has them."""
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
    own = [_OWN] if experiment.own_data.extensions else []
    if not here and not own:
        st.info(
            f"Its data is not on this machine. Bring it with "
            f"`./loupe fetch {experiment.name}`.",
            icon=":material/info:",
        )
        return _Data(
            experiment.sources[0].name, experiment.sources[0].title, ready=False
        )
    chosen = st.selectbox(
        "Learn from",
        [*here, *own],
        key=f"{experiment.name}_data",
        filter_mode=None,
        persist_state="session",
    )
    if len(here) < len(experiment.sources):
        st.caption(
            "Published data that is not on this machine comes with "
            f"`./loupe fetch {experiment.name}`, or it says where to take it from."
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
    """Draw the ways to hand in own data; a file goes before pasted words."""
    key, takes = f"{experiment.name}_own", experiment.own_data
    file = st.file_uploader(
        takes.label,
        type=list(takes.extensions),
        max_upload_size=MAXIMUM_OWN_BYTES // 2**20,
        key=f"{key}_file",
    )
    pasted = ""
    if takes.pasted:
        pasted = st.text_area(
            "Or paste it",
            height=140,
            key=f"{key}_text",
            persist_state="session",
            disabled=file is not None,
        )
    ending = takes.extensions[0]
    if file is not None:
        return _Data("", file.name, file.getvalue())
    if pasted.strip():
        return _Data("", f"pasted.{ending}", pasted.encode())
    return _Data("", f"my-data.{ending}", ready=False)


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
            for setting in standard.settings()
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
    """Return how far a button moves a setting: a tenth of it, rounded down."""
    return float(f"{value / 10:.0e}") if value else 0.01
