"""The sampling settings of a page: four of them, and named presets that fill them."""

import secrets
from dataclasses import replace

import streamlit as st

from engine.errors import ConfigError
from engine.sampling import PRESETS, SamplingSettings
from ui.how_it_works import setting
from ui.links.slider import slide_bound
from ui.pickers import choose_number

_TITLES = {"timid": "Timid", "post": "Original", "bold": "Bold"}
_START = SamplingSettings()


def sampling_settings(page: str, start: SamplingSettings = _START) -> SamplingSettings:
    """Draw the settings and return them.

    A preset sets the three sliders and stays selected until one of them is moved.

    Args:
        page: Prefix of the widgets' keys and URL parameters.
        start: The initial settings.
    """
    _follow(page, start)
    presets = st.container()  # above the sliders, drawn once their values are known
    temperature, top_n, top_p = _sliders(page, start)
    settings = SamplingSettings(temperature, top_n, top_p, _seed(page, start.seed))
    with presets:
        _presets(page, settings)
    return settings


def _sliders(page: str, start: SamplingSettings) -> tuple[float, int, float]:
    """Draw the sliders; return temperature, top n and top p."""
    temperature = slide_bound(
        "Temperature",
        0.0,
        2.0,
        start.temperature,
        0.05,
        key=f"{page}_temperature",
        help="Below 1 sharpens the probabilities, above 1 flattens them; 0 always "
        "takes the most likely character.",
    )
    top_n = slide_bound(
        "Top n (top-k)",
        0,
        30,
        start.top_n,
        key=f"{page}_top_n",
        help="What papers call top-k sampling: draw only from the n most likely "
        "characters; 0 keeps all.",
    )
    top_p = slide_bound(
        "Top p",
        0.05,
        1.0,
        start.top_p,
        0.05,
        key=f"{page}_top_p",
        help="Nucleus (top-p) sampling: draw only from the most likely characters that "
        "together reach this probability; 1 keeps all.",
    )
    return round(temperature, 2), top_n, round(top_p, 2)


def _follow(page: str, start: SamplingSettings) -> None:
    """Let settings that you did not change follow the network in use."""
    key = f"_{page}_sampling_start"
    previous = st.session_state.get(key)
    st.session_state[key] = start
    if previous in (None, start):
        return
    for names in (("temperature", "top_n", "top_p"), ("seed",)):
        if all(
            st.session_state.get(f"{page}_{name}") == getattr(previous, name)
            for name in names
        ):
            for name in names:
                st.session_state[f"{page}_{name}"] = getattr(start, name)


def chosen_settings(page: str, start: SamplingSettings = _START) -> SamplingSettings:
    """Return the values of `sampling_settings`, for another tab of the page."""
    names = ("temperature", "top_n", "top_p", "seed")
    values = {name: setting(page, name, getattr(start, name)) for name in names}
    try:
        return replace(start, **values)
    except ConfigError:  # a link with a value that there cannot be
        return start


def options_of(settings: SamplingSettings) -> list[str]:
    """Return these settings as command-line options."""
    return [
        *("--temperature", f"{settings.temperature:g}"),
        *("--top-n", f"{settings.top_n}"),
        *("--top-p", f"{settings.top_p:g}"),
        *("--seed", f"{settings.seed}"),
    ]


def _seed(page: str, start: int) -> int:
    """Draw the seed and the button for a new one; return the seed."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        seed = choose_number(
            "Seed",
            0,
            2**31 - 1,
            f"{page}_seed",
            start,
            help="The same seed, prompt and settings give the same text.",
        )
        st.button(
            "New seed",
            icon=":material/casino:",
            key=f"{page}_dice",
            on_click=_new_seed,
            args=(page,),
        )
    return seed


def _presets(page: str, settings: SamplingSettings) -> None:
    """Draw the presets; the one that matches the sliders is selected."""
    key = f"{page}_sampling"
    st.session_state[key] = next(
        (n for n, preset in PRESETS.items() if _same_distribution(preset, settings)),
        None,
    )
    st.segmented_control(
        "Sampling",
        list(PRESETS),
        format_func=lambda name: _TITLES.get(name, name),
        key=key,
        on_change=_take_preset,
        args=(page,),
        help="Timid: temperature 0.5, the 5 most likely characters. Original: the 2 "
        "most likely, as in the original blog post (2016–2018). Bold: the most likely "
        "that together reach 95%.",
    )


def _same_distribution(first: SamplingSettings, second: SamplingSettings) -> bool:
    """Return whether two settings differ in nothing but the seed."""
    return replace(first, seed=0) == replace(second, seed=0)


def _take_preset(page: str) -> None:
    """Set the sliders to the preset that was clicked."""
    name = st.session_state[f"{page}_sampling"]
    if name in PRESETS:
        st.session_state[f"{page}_temperature"] = PRESETS[name].temperature
        st.session_state[f"{page}_top_n"] = PRESETS[name].top_n
        st.session_state[f"{page}_top_p"] = PRESETS[name].top_p


def _new_seed(page: str) -> None:
    """Draw a new seed, short enough to be read out."""
    st.session_state[f"{page}_seed"] = secrets.randbelow(10_000)
