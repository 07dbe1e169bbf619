"""One channel of a stage: what the answer is with it held, and its test images."""

from math import ceil

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import clamping, rendering
from engine.images.analysis.clamping import Ablations, Clamped
from engine.images.pixels import Pixels
from ui.pickers import choose_one, choose_place, follow_default
from ui.url_state import put_state
from views.images.framing import framed
from views.images.html import Figure, draw_pictures
from views.images.look_inside import channel_images, clamped
from views.images.networks import Network, network_of
from views.images.pictures import choose_picture

VIEW = "One channel"
_STAGE, CHANNEL, _HELD = (
    f"images_channel_{name}" for name in ("stage", "number", "held")
)
_MOST = 400  # percent of the channel's largest value


def draw(card: Card, epoch: float | None) -> None:
    """Draw the answer with a channel held, and the test images of that channel."""
    st.markdown(
        "Each stage of the network gives many channels: feature maps, or single units "
        "in a dense layer. Hold one at a value, everywhere in its map and whatever the "
        "picture shows, and compare the answers. At 0 it is switched off."
    )
    network = network_of(card, epoch)
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = choose_picture(card)
        pixels = framed(picture)
        stage = _choose_stage(network)
        with st.spinner("Switching off each channel …"):
            off = _ablations(network, pixels, stage)
        channel = _choose_channel(network, off, stage)
        value = _choose_value(off, channel)
        effect = _clamped(network, pixels, stage, channel, value)
        original = Figure(rendering.picture(pixels), f"Pixels of {picture.name}")
        _draw_pictures(original, off, effect, f"Channel no. {channel + 1} of {stage}")
    with right:
        clamped.draw(effect, network.load().classes, stage, channel)
        clamped.draw_ranking(off, network.load(), stage, CHANNEL)
    with st.container(key="images_channel_favourites"):
        channel_images.draw(card, epoch, stage, channel)


def open_channel(stage: str, number: int) -> None:
    """Open this view of a channel, counted from 1; for callbacks."""
    put_state({_STAGE: stage, CHANNEL: number, "images_view": VIEW})


def _choose_stage(network: Network) -> str:
    """Draw the choice of a stage, at first the second to last with maps."""
    stages = clamping.stages(network.load())
    maps = [stage for stage in stages if not stage.startswith(("dense", "features"))]
    named = {
        stage: f"{stage}: {count} {'channels' if stage in maps else 'units'}"
        for stage, count in stages.items()
    }
    return choose_one("Stage", named, _STAGE, maps[-2:][0])


def _choose_channel(network: Network, off: Ablations, stage: str) -> int:
    """Draw the choice of a channel; at first the one that changes the answer most."""
    channels = clamping.stages(network.load())[stage]
    first = off.ranked(off.before.best)[0] + 1
    follow_default(CHANNEL, first)
    return choose_place("Channel", 1, channels, CHANNEL, first) - 1


def _choose_value(off: Ablations, channel: int) -> float:
    """Draw the choice of the value that the channel is held at; return it."""
    peak, largest = float(off.peaks[channel]), float(off.peaks.max())
    named = f"Its largest value on this picture is {peak:.2f}."
    if peak <= 0:
        peak = largest
        named = (
            "This channel is nowhere above 0 on this picture: the percentage is of the "
            f"largest value of its stage, {largest:.2f}."
        )
    least = off.activation.least
    lowest = ceil(100 * least / peak) if peak > 0 else 0
    percent = choose_place(
        "Held at, in percent of its largest value", lowest, _MOST, _HELD, 0
    )
    bound = f"{least:.2f}".replace("-", "−") if least else "0"
    st.caption(f"{named} {off.activation.name} gives no value below {bound}.")
    return percent / 100 * peak


def _draw_pictures(
    original: Figure, off: Ablations, effect: Clamped, name: str
) -> None:
    """Draw the picture, and the channel's map if it has one."""
    figures = [original]
    if effect.values.ndim:
        address = rendering.feature_map(effect.values, float(off.peaks.max()))
        figures.append(Figure(address, name, "", "its feature map, before"))
    draw_pictures(figures, "7rem", "12rem")


@st.cache_data(max_entries=40, show_spinner=False)
def _ablations(network: Network, pixels: Pixels, stage: str) -> Ablations:
    return clamping.ablations(network.load(), pixels, stage)


@st.cache_data(max_entries=60, show_spinner=False)
def _clamped(
    network: Network, pixels: Pixels, stage: str, channel: int, value: float
) -> Clamped:
    return clamping.clamp(network.load(), pixels, stage, channel, value)
