"""The user's own data: brought, checked, and what a training on it will take."""

from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from engine.config import Config
from engine.errors import LoupeError
from engine.experiment import MAXIMUM_OWN_BYTES, Experiment
from engine.own_data import FitsOwnData, standard_settings
from engine.runs.request import OwnFile
from ui.notices import plain, show_error
from ui.url_state import tell_not_carried

MADE = "own_made"  # ends the key of a file that the page itself made: name, content


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What a run trains on: published data, or the user's own file."""

    source: str = ""
    own_file: OwnFile | None = None
    ready: bool = True  # False as long as there is nothing to train on


def note_link(key: str, name: str) -> None:
    """Note, before the choice of data is drawn, that a link made it.

    Args:
        key: Of the choice, and of the link's parameter.
        name: What the choice calls the user's own data.
    """
    if key not in st.session_state and st.query_params.get(key) == name:
        st.session_state[_linked(key)] = True


def tell_link(key: str, data: TrainingData) -> None:
    """Say that a link meant its sender's data, until there is some; `key` as noted."""
    if data.ready:
        st.session_state.pop(_linked(key), None)
    elif st.session_state.get(_linked(key)):
        st.warning(
            "The page of this link trained on its sender’s own data, which is not part "
            "of the link. Ask the sender for the file, or bring your own.",
            icon=":material/link_off:",
        )


def _linked(key: str) -> str:
    return f"_{key}_linked"


def choose_own(experiment: Experiment) -> TrainingData:
    """Draw the upload and the text area; an uploaded file takes precedence."""
    key, accepted = f"{experiment.name}_own", experiment.own_data
    tell_not_carried("Your own data", "is not part of a link")
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
        return TrainingData(own_file=OwnFile(file.name, file.getvalue()))
    if made := st.session_state.get(f"{experiment.name}_{MADE}"):
        st.caption(f"In use: {plain(made[0])}, made on this page.")
        return TrainingData(own_file=OwnFile(*made))
    if pasted.strip():
        return TrainingData(own_file=OwnFile(f"pasted.{ending}", pasted.encode()))
    return TrainingData(own_file=OwnFile(f"my-data.{ending}", b""), ready=False)


def check(experiment: Experiment, own_file: OwnFile | None, config: Config) -> bool:
    """Draw what the user's own file holds, or why it cannot be trained on."""
    if own_file is None:
        return True
    try:
        holds = experiment.check_own_data(own_file.content, own_file.name, config)
        st.caption(plain(holds))
    except LoupeError as error:
        show_error(error)
        return False
    return True


def fitted(experiment: Experiment, preset: str, data: TrainingData) -> Config:
    """Return the preset's settings, fitted to the user's own data if there is any."""
    own = data.own_file if data.ready else None
    if own is None:
        return experiment.presets[preset]
    return standard_settings(experiment, preset, own.content, own.name)


def draw_forecast(
    experiment: Experiment, config: Config, own_file: OwnFile | None
) -> None:
    """Say how long a training on the user's own data takes, and what it must beat."""
    if own_file is None or not isinstance(experiment, FitsOwnData):
        return
    digest = sha256(own_file.content).hexdigest()
    with st.spinner("Counting n-grams …"):
        sentence = _forecast(experiment, config, digest, own_file)
    if sentence:
        st.markdown(sentence)


@st.cache_data(max_entries=8, show_spinner=False)
def _forecast(
    _experiment: FitsOwnData, config: Config, digest: str, _file: OwnFile
) -> str:
    """Return the forecast; `digest` renews it when the file changes."""
    return _experiment.forecast(config, _file.content, _file.name)
