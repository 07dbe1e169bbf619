"""The Augment tab: sliders change the picture, and the answer follows."""

from dataclasses import asdict
from typing import Any

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.images.analysis import alterations, shown
from engine.images.analysis.alterations import STEPS, Alteration, Curve
from engine.images.pixels import Pixels
from ui.charts.bars import Bars, class_bars, many_bars
from views.images import charts
from views.images.html import Shown, draw_pictures
from views.images.networks import chosen_fit, classifier
from views.images.pictures import choose_picture

# Title of each slider, and the unit on the axis of its curve.
_SLIDERS = {
    "right": ("Shift right", "pixels"),
    "down": ("Shift down", "pixels"),
    "brightness": ("Brightness", "levels added, of 255"),
    "contrast": ("Contrast", "factor"),
}
_MIRRORED = "mirrored"
_CURVES = {_MIRRORED: "Mirrored"} | {name: said for name, (said, _) in _SLIDERS.items()}
_START = Alteration()
_BARS = 5
_CURVE = "images_curve"  # the slider that the curve goes along
Known = tuple[str, Digests, float | None]  # network and epoch


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    result, settings = st.columns([5, 3], gap="large")
    with settings:
        held = choose_picture(card)
        alteration = _sliders()
    fit = chosen_fit()
    pixels = held.pixels(fit)
    changed = alterations.alter(pixels, alteration)
    known = (card.name, card.digests, epoch)
    with result:
        picture, bars = st.columns([1, 1], gap="medium")
        with picture:
            draw_pictures(
                [
                    Shown(shown.picture(pixels), f"Pixels of {held.name}", "original"),
                    Shown(shown.picture(changed), "The changed picture", "changed"),
                ],
                "5.5rem",
            )
        with bars:
            class_bars(Bars(_shares(known, changed)), _BARS)
        st.caption(
            "Probabilities of this one view, as in the curve; Try averages six views."
        )
        _draw_curve(known, pixels, alteration)


def _sliders() -> Alteration:
    """Draw the sliders; return where they stand."""
    mirrored = st.toggle(
        "Mirrored",
        key="images_mirrored",
        on_change=_follow,
        args=(_MIRRORED,),
        bind="query-params",
        persist_state="session",
    )
    set_to: dict[str, Any] = {_MIRRORED: bool(mirrored)}
    for name, (title, unit) in _SLIDERS.items():
        set_to[name] = st.select_slider(
            f"{title}, {unit}",
            STEPS[name],
            value=getattr(_START, name),
            key=f"images_{name}",
            on_change=_follow,
            args=(name,),
            bind="query-params",
            persist_state="session",
        )
    st.button("Reset to the original", on_click=_reset, key="images_reset")
    return Alteration(**set_to)


def _follow(name: str) -> None:
    """Let the curve go along the slider that was moved."""
    st.session_state[_CURVE] = _CURVES[name]


def _reset() -> None:
    for name, value in asdict(_START).items():
        st.session_state[f"images_{name}"] = value


def _draw_curve(known: Known, pixels: Pixels, alteration: Alteration) -> None:
    """Draw the prediction along one slider, the others staying where they are."""
    titles = {title: name for name, title in _CURVES.items()}
    chosen = st.segmented_control(
        "Probabilities along one slider, the others fixed",
        list(titles),
        default=_CURVES["right"],
        required=True,
        key=_CURVE,
        wrap=True,
        bind="query-params",
        persist_state="session",
    )
    setting = titles[str(chosen)]
    if setting == _MIRRORED:
        _draw_mirrored(known, pixels, alteration)
        return
    lines = _lines(known, pixels, tuple(asdict(alteration).items()), setting)
    title, unit = _SLIDERS[setting]
    here = float(getattr(alteration, setting))
    st.echarts_chart(
        charts.along(lines, f"{title.lower()} ({unit})", here),
        height=340,
        key="images_curve_chart",
        alt=f"Probability of {', '.join(lines)} along {title.lower()}; the slider "
        f"is at {here:g}.",
    )


def _draw_mirrored(known: Known, pixels: Pixels, alteration: Alteration) -> None:
    """Draw the answer for both sides of the switch: a curve of two points."""
    many_bars(
        [
            Bars(_shares(known, both), "Mirrored" if way else "Not mirrored")
            for way, both in alterations.both_ways(pixels, alteration).items()
        ],
        _BARS,
    )


@st.cache_data(max_entries=200, show_spinner=False)
def _shares(known: Known, pixels: Pixels) -> dict[str, float]:
    name, _, epoch = known
    network = classifier(name, epoch)
    return shown.shares(network.one_view(pixels[None])[0], network.classes)


@st.cache_data(max_entries=100, show_spinner=False)
def _lines(
    known: Known, pixels: Pixels, set_to: tuple[tuple[str, Any], ...], setting: str
) -> dict[str, list[tuple[float, float]]]:
    """Return the likeliest classes along a slider, as points."""
    name, _, epoch = known
    network = classifier(name, epoch)
    alteration = Alteration(**dict(set_to))
    curve: Curve = alterations.curve(network, pixels, alteration, setting)
    return shown.lines(curve, network.classes, charts.MOST)
