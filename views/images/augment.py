"""The Augment tab: sliders change the picture and with it the answer."""

from dataclasses import asdict
from typing import Any

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import alterations, rendering
from engine.images.analysis.alterations import STEPS, Alteration, Curve
from engine.images.pixels import Pixels
from ui.charts.bars import Bars, class_bars, many_bars
from ui.links.bound import choose_bound
from views.images import charts
from views.images.framing import framed
from views.images.html import Figure, draw_pictures
from views.images.networks import Network, network_of
from views.images.pictures import choose_picture

# Title of each slider, and the unit on the axis of its curve.
_SLIDERS = {
    "right": ("Shift right", "pixels"),
    "down": ("Shift down", "pixels"),
    "brightness": ("Brightness", "levels added, of 255"),
    "contrast": ("Contrast", "factor"),
}
_MIRRORED = "mirrored"
_CURVES = {_MIRRORED: "Mirrored"} | {
    name: title for name, (title, _) in _SLIDERS.items()
}
_START = Alteration()
_BARS = 5
_CURVE = "images_curve"  # the slider on the x-axis


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    with st.container(key="beside_answer"):
        result, settings = st.columns([5, 3], gap="large")
    with settings:
        picture = choose_picture(card)
        alteration = _sliders()
    pixels = framed(picture)
    changed = alterations.alter(pixels, alteration)
    network = network_of(card, epoch)
    with result, st.container(key="answer_in_view_images"):
        images, bars = st.columns([1, 1], gap="medium")
        with images:
            draw_pictures(
                [
                    Figure(
                        rendering.picture(pixels),
                        f"Pixels of {picture.name}",
                        "original",
                    ),
                    Figure(
                        rendering.picture(changed), "The changed picture", "changed"
                    ),
                ],
                "5.5rem",
            )
        with bars:
            class_bars(Bars(_probabilities(network, changed)), _BARS)
    with result, st.container(key="after_settings"):
        st.caption(
            "Probabilities of this one view, as in the curve; Try averages six views."
        )
        _draw_curve(network, pixels, alteration)


def _sliders() -> Alteration:
    """Draw the sliders; return their values."""
    mirrored = st.toggle(
        "Mirrored",
        key="images_mirrored",
        on_change=_follow,
        args=(_MIRRORED,),
        bind="query-params",
        persist_state="session",
    )
    values: dict[str, Any] = {_MIRRORED: bool(mirrored)}
    for name, (title, unit) in _SLIDERS.items():
        values[name] = choose_bound(
            st.select_slider,
            f"{title}, {unit}",
            STEPS[name],
            value=getattr(_START, name),
            key=f"images_{name}",
            on_change=_follow,
            args=(name,),
            persist_state="session",
        )
    st.button("Reset to the original", on_click=_reset, key="images_reset")
    return Alteration(**values)


def _follow(name: str) -> None:
    """Put the slider that was moved on the curve's x-axis."""
    st.session_state[_CURVE] = _CURVES[name]


def _reset() -> None:
    for name, value in asdict(_START).items():
        st.session_state[f"images_{name}"] = value


def _draw_curve(network: Network, pixels: Pixels, alteration: Alteration) -> None:
    """Draw the probabilities along one slider, the others fixed."""
    titles = {title: name for name, title in _CURVES.items()}
    chosen = choose_bound(
        st.segmented_control,
        "Probabilities along one slider, the others fixed",
        list(titles),
        default=_CURVES["right"],
        required=True,
        key=_CURVE,
        wrap=True,
        persist_state="session",
    )
    setting = titles[str(chosen)]
    if setting == _MIRRORED:
        _draw_mirrored(network, pixels, alteration)
        return
    lines = _curve_points(network, pixels, alteration, setting)
    title, unit = _SLIDERS[setting]
    value = float(getattr(alteration, setting))
    st.echarts_chart(
        charts.along(lines, f"{title.lower()} ({unit})", value),
        height=340,
        key="images_curve_chart",
        alt=f"Probability of {', '.join(lines)} along {title.lower()}; the slider "
        f"is at {value:g}.",
    )


def _draw_mirrored(network: Network, pixels: Pixels, alteration: Alteration) -> None:
    """Draw the probabilities for both positions of the switch."""
    many_bars(
        [
            Bars(_probabilities(network, changed), "Mirrored" if on else "Not mirrored")
            for on, changed in alterations.both_ways(pixels, alteration).items()
        ],
        _BARS,
    )


@st.cache_data(max_entries=200, show_spinner=False)
def _probabilities(network: Network, pixels: Pixels) -> dict[str, float]:
    """Return class -> probability of one view."""
    loaded = network.load()
    return rendering.by_class(loaded.one_view(pixels[None])[0], loaded.classes)


@st.cache_data(max_entries=100, show_spinner=False)
def _curve_points(
    network: Network, pixels: Pixels, alteration: Alteration, setting: str
) -> dict[str, list[tuple[float, float]]]:
    """Return the most probable classes along a slider, as points."""
    loaded = network.load()
    curve: Curve = alterations.curve(loaded, pixels, alteration, setting)
    return rendering.curve_points(curve, loaded.classes, charts.MOST)
