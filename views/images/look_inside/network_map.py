"""The whole network as one picture: stages, feature maps and their connections."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import network_map, rendering
from engine.images.analysis.network_map import Channel, Stage
from engine.images.pixels import SIZE, Pixels
from ui.format import signed
from ui.palette import blue
from ui.pickers import choose_one
from views.images.choosing import choose_in
from views.images.framing import draw_framed, framed
from views.images.look_inside import convolution
from views.images.look_inside.channel import open_channel
from views.images.networks import Network, network_of
from views.images.pictures import choose_picture

_TOP, _MAP_ROW, _UNIT_ROW = 122, 78, 42  # heights in pixels
_SMALLEST, _LARGEST, _UNIT = 28, 54, 16  # sides of a map, by its pixels, and of a unit
_TERMS = {  # words of a stage, each explained below the picture
    "ReLU": "ReLU sets values below 0 to 0.",
    "GELU": "GELU does what ReLU does (set values below 0 to 0), with a smooth bend.",
    "max pooling": "Max pooling keeps the largest value of each small square.",
    "batch norm": "Batch norm shifts and scales each channel, by its mean and "
    "standard deviation in training.",
    "response norm": "Response norm divides each value by how large its neighbouring "
    "channels are there.",
    "whitening": "Whitening makes neighbouring pixels uncorrelated.",
}
_STYLE = """<style>
.network { overflow-x: auto; }
.network .stages { position: relative; min-width: 52rem; font-size: 0.72rem;
  line-height: 1.25; text-align: center; }
.network .lines { position: absolute; top: 0; left: 0; width: 100%; height: 100%; }
.network .heading, .network figure { position: absolute; margin: 0;
  transform: translateX(-50%); }
@media (max-width: 50rem) { .network::before { position: sticky; left: 0;
  font-size: 0.85rem; content: "Swipe sideways to see all stages."; } }
.network .heading { top: 0; width: 5.8rem; }
.network .heading b { font-size: 0.8rem; }
.network figure img { display: block; margin: 0 auto; image-rendering: pixelated; }
.network figure i { display: block; margin: 0 auto; border-radius: 2px; }
.network figcaption { white-space: nowrap; width: max-content; margin: 1px auto 0;
  padding: 0 3px; border-radius: 2px; background: light-dark(#FBFAF7, #15171B); }
</style>"""


def draw(card: Card, epoch: float | None) -> None:
    """Draw the stages for a picture, and the way to one number of a map."""
    network = network_of(card, epoch)
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = choose_picture(card)
        pixels = framed(picture)
        draw_framed(picture, most="12rem")
    stages = _stages(network, pixels)
    with right:
        st.markdown(
            "From left to right: what each stage makes of this picture. Shown are the "
            "channels with the largest activations, the strongest on top. Each stage "
            "reads all channels of the one before it; maps become smaller and more "
            "numerous, until one logit is left for each class."
        )
        _draw_way_in(stages)
    drawn = "".join(_stage(stages, place) for place in range(len(stages)))
    choose_in(
        f'{_STYLE}<div class="network" tabindex="0"><div class="stages" '
        f'style="height:{_bottom(stages)}px"><img class="lines" alt="" '
        f'src="{rendering.svg(_lines(stages))}">{drawn}</div></div>',
        "images_network_maps",
        convolution.open_filter,
    )
    st.caption(
        "A line is the stronger, the larger the norm of the weights between its two "
        "channels, in proportion to the largest between these two stages. In a map, "
        "mid-grey is 0, white the largest value of its stage, black the same below 0. "
        "Under each channel: its number and its largest absolute activation. Click a "
        "map to see one of its numbers computed. " + _explained(stages)
    )


def _explained(stages: Sequence[Stage]) -> str:
    """Return what the terms mean that stand above the stages."""
    steps = " ".join(step for stage in stages for step in stage.steps)
    return " ".join(said for term, said in _TERMS.items() if f" {term}" in f" {steps}")


@st.cache_data(max_entries=40, show_spinner=False)
def _stages(network: Network, pixels: Pixels) -> tuple[Stage, ...]:
    return network_map.stages(network.load(), pixels)


def _draw_way_in(stages: Sequence[Stage]) -> None:
    """Draw the choice of a map, and the button that opens its convolution."""
    shown = [
        (stage.layer, channel.number + 1)
        for stage in stages[1:]
        for channel in stage.channels
        if channel.picture
    ]
    maps = {f"{layer}/{number}": f"{layer}, no. {number}" for layer, number in shown}
    chosen = choose_one("Feature map", maps, "images_network_map", next(iter(maps)))
    with st.container(horizontal=True):
        st.button(
            "See one number of it computed",
            icon=":material/calculate:",
            key="images_network_open",
            on_click=convolution.open_filter,
            args=(chosen,),
        )
        layer, _, number = chosen.partition("/")
        st.button(
            "Hold it at a value",
            icon=":material/tune:",
            key="images_network_hold",
            on_click=open_channel,
            args=(layer, int(number)),
        )


def _side(stage: Stage) -> float:
    """Return how large a channel of a stage is drawn: a map by its pixels."""
    if len(stage.shape) == 1:
        return _UNIT
    return _SMALLEST + (_LARGEST - _SMALLEST) * stage.shape[0] / SIZE


def _row_height(stage: Stage) -> int:
    return _UNIT_ROW if len(stage.shape) == 1 else _MAP_ROW


def _height(stage: Stage) -> int:
    return _row_height(stage) * len(stage.channels)


def _bottom(stages: Sequence[Stage]) -> int:
    """Return the height of the whole picture, pixels."""
    return _TOP + max(map(_height, stages))


def _left(stages: Sequence[Stage], place: int) -> float:
    """Return where the middle of a stage lies, in percent of the width."""
    return 100 * (place + 0.5) / len(stages)


def _middle(stages: Sequence[Stage], place: int, row: int) -> float:
    """Return where the middle of a channel lies, pixels from the top."""
    stage = stages[place]
    above = (max(map(_height, stages)) - _height(stage)) / 2
    return _TOP + above + _row_height(stage) * row + _side(stage) / 2


def _lines(stages: Sequence[Stage]) -> str:
    """Return all connections as a drawing that is stretched to the width."""
    lines = [
        f'<line x1="{_left(stages, place - 1):.1f}" x2="{_left(stages, place):.1f}" '
        f'y1="{_middle(stages, place - 1, row):.0f}" '
        f'y2="{_middle(stages, place, other):.0f}" '
        f'stroke-width="{0.5 + 1.5 * strength:.2f}" '
        f'stroke-opacity="{0.05 + 0.75 * strength**2:.2f}"/>'
        for place, stage in enumerate(stages)
        for row, strengths in enumerate(stage.strengths)
        for other, strength in enumerate(strengths)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {_bottom(stages)}" '
        'preserveAspectRatio="none"><style>line { stroke: #80807a; '
        f"vector-effect: non-scaling-stroke; }}</style>{''.join(lines)}</svg>"
    )


def _stage(stages: Sequence[Stage], place: int) -> str:
    """Return a stage's heading and channels."""
    stage, left = stages[place], _left(stages, place)
    shape = " × ".join(str(size) for size in stage.shape)
    words = "<br>".join(map(escape, (shape, *stage.steps)))
    heading = (
        f'<div class="heading" style="left:{left:.2f}%"><b>{escape(stage.layer)}</b>'
        f"<br>{words}</div>"
    )
    most = max((abs(channel.value) for channel in stage.channels), default=0.0) or 1.0
    side = _side(stage)
    return heading + "".join(
        f'<figure style="left:{left:.2f}%;'
        f'top:{_middle(stages, place, row) - side / 2:.0f}px">'
        f"{_channel(stage, channel, side, most)}</figure>"
        for row, channel in enumerate(stage.channels)
    )


def _channel(stage: Stage, channel: Channel, side: float, most: float) -> str:
    """Return a map or a unit, with its number or class, and its value."""
    number = f"no. {channel.number + 1}"
    size = f"width:{side:.0f}px;height:{side:.0f}px"
    if channel.picture:
        alt = escape(f"Channel {number} of {stage.layer}")
        drawn = f'<img src="{channel.picture}" alt="{alt}" style="{size}">'
        if stage.layer == "pixels":
            return drawn
        choice = escape(f"{stage.layer}/{channel.number + 1}")
        return (
            f'<button data-id="{choice}">{drawn}</button>'
            f"<figcaption>{number}: {channel.value:.2f}</figcaption>"
        )
    strength = 0.1 + 0.9 * max(channel.value, 0.0) / most
    name = escape(channel.name or number)
    return (
        f'<i style="{size};background:{blue(strength)}"></i>'
        f"<figcaption>{name}: {signed(channel.value)}</figcaption>"
    )
