"""The Augment tab: sliders change the picture, and the answer follows."""

from dataclasses import asdict
from typing import Any

import streamlit as st

from engine.checkpoint import Card
from engine.images import alterations, shown
from engine.images.alterations import STEPS, Alteration, Curve
from engine.images.data import Pixels
from pages.parts.images_html import Shown, draw_pictures
from pages.parts.images_models import Digests, classifier, digests
from pages.parts.images_pictures import choose_picture
from ui.bars import Bars, class_bars
from ui.palette import BRASS, SERIES

# Title of each slider, and the unit on the axis of its curve.
_SLIDERS = {
    "right": ("Moved right", "pixels"),
    "down": ("Moved down", "pixels"),
    "brightness": ("Brightness", "levels of 255 added"),
    "contrast": ("Contrast", "factor"),
}
_START = Alteration()
_DASHES = ("solid", "dashed", "dotted", "solid")
_SYMBOLS = ("circle", "rect", "triangle", "diamond")


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    result, settings = st.columns([5, 3], gap="large")
    with settings:
        held = choose_picture(card)
        alteration = _sliders()
    fit = str(st.session_state.get("images_fit") or "crop")
    pixels = held.pixels(fit)
    changed = alterations.alter(pixels, alteration)
    known = (card.name, digests(card), epoch)
    with result:
        picture, bars = st.columns([2, 3], gap="medium")
        with picture:
            draw_pictures(
                [
                    Shown(shown.picture(pixels), f"Pixels of {held.name}", "as it was"),
                    Shown(shown.picture(changed), "The same, changed", "changed"),
                ],
                "7rem",
            )
        with bars:
            class_bars(Bars(_shares(*known, changed)), 5)
            st.caption("Of this one view alone, so that the curve says the same.")
        _draw_curve(known, pixels, alteration)


def _sliders() -> Alteration:
    """Draw the sliders; return where they stand."""
    mirrored = st.toggle("Mirrored", key="images_mirrored", persist_state="session")
    set_to: dict[str, Any] = {"mirrored": bool(mirrored)}
    for name, (title, unit) in _SLIDERS.items():
        steps = STEPS[name]
        set_to[name] = st.select_slider(
            f"{title}, {unit}",
            steps,
            value=getattr(_START, name),
            key=f"images_{name}",
            persist_state="session",
        )
    st.button("Back to the picture as it was", on_click=_reset, key="images_reset")
    return Alteration(**set_to)


def _reset() -> None:
    for name, value in asdict(_START).items():
        st.session_state[f"images_{name}"] = value


def _draw_curve(
    known: tuple[str, Digests, float | None], pixels: Pixels, alteration: Alteration
) -> None:
    """Draw the prediction along one slider, the others staying where they are."""
    setting = str(
        st.segmented_control(
            "Curve along",
            list(_SLIDERS),
            default="right",
            required=True,
            format_func=lambda name: _SLIDERS[name][0],
            key="images_curve",
            wrap=True,
            persist_state="session",
        )
    )
    lines = _lines(*known, pixels, tuple(asdict(alteration).items()), setting)
    title, unit = _SLIDERS[setting]
    here = float(getattr(alteration, setting))
    st.echarts_chart(
        spec(lines, f"{title.lower()} ({unit})", here),
        height=340,
        key="images_curve_chart",
        alt=f"Probability of {', '.join(lines)} along {title.lower()}; the slider "
        f"stands at {here:g}.",
    )


@st.cache_data(max_entries=200, show_spinner=False)
def _shares(
    name: str, digests: Digests, epoch: float | None, pixels: Pixels
) -> dict[str, float]:
    network = classifier(name, epoch)
    return shown.shares(network.one_view(pixels[None])[0], network.classes)


@st.cache_data(max_entries=100, show_spinner=False)
def _lines(
    name: str,
    digests: Digests,
    epoch: float | None,
    pixels: Pixels,
    set_to: tuple[tuple[str, Any], ...],
    setting: str,
) -> dict[str, list[tuple[float, float]]]:
    """Return the likeliest classes along a slider, as points."""
    network = classifier(name, epoch)
    alteration = Alteration(**dict(set_to))
    curve: Curve = alterations.curve(network, pixels, alteration, setting)
    return shown.lines(curve, network.classes, len(_DASHES))


def spec(
    lines: dict[str, list[tuple[float, float]]], axis: str, here: float
) -> dict[str, Any]:
    """Return the curves as a chart, with a line where the slider stands.

    Args:
        lines: Class -> (value of the slider, probability in percent).
        axis: What the slider sets, with its unit.
        here: Its value.
    """
    series: list[dict[str, Any]] = [
        {
            "type": "line",
            "name": name,
            "data": [list(point) for point in points],
            "symbol": _SYMBOLS[place],
            "symbolSize": 5,
            "lineStyle": {"color": SERIES[place], "type": _DASHES[place]},
            "itemStyle": {"color": SERIES[place]},
        }
        for place, (name, points) in enumerate(lines.items())
    ]
    if series:
        series[0]["markLine"] = {
            "silent": True,
            "symbol": "none",
            "label": {"formatter": "slider"},
            "lineStyle": {"color": BRASS, "type": "solid"},
            "data": [{"xAxis": here}],
        }
    return {
        "animation": False,
        "grid": {
            "left": 28,
            "right": 24,
            "top": 52,
            "bottom": 32,
            "containLabel": True,
        },
        "legend": {"type": "scroll", "top": 4, "left": 0},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.1f", "confine": True},
        "xAxis": {
            "type": "value",
            "min": "dataMin",
            "max": "dataMax",
            "name": axis,
            "nameLocation": "middle",
            "nameGap": 28,
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": 100,
            "name": "probability (%)",
            "nameLocation": "middle",
            "nameGap": 38,
        },
        "series": series,
    }
