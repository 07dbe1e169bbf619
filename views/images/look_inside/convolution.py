"""One convolution: a filter slides over its input; at one place, number by number."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import convolution, inside, rendering
from engine.images.analysis.convolution import Place
from engine.images.pixels import Pixels
from ui.charts.grid import Grid, Row, draw_grids
from ui.format import signed
from ui.links.bound import choose_bound
from ui.pickers import choose_one, choose_place, follow_default
from ui.url_state import put_state
from views.images.framing import framed
from views.images.html import Figure, draw_pictures
from views.images.look_inside import own_kernel
from views.images.networks import Network, network_of
from views.images.pictures import choose_picture

_LAYER, _CHANNEL, _ROW, _COLUMN = (
    f"images_convolution_{name}" for name in ("layer", "channel", "row", "column")
)
VIEW = "One convolution"
OF_NETWORK, _OWN = "A filter of the network", "A kernel of your own"
_INPUTS = 3  # input channels that are shown


def draw(card: Card, epoch: float | None) -> None:
    """Draw what one filter computes at one place of a picture."""
    whose = choose_bound(
        st.segmented_control,
        "Whose kernel",
        [OF_NETWORK, _OWN],
        default=OF_NETWORK,
        required=True,
        key="images_convolution_of",
        label_visibility="collapsed",
        wrap=True,
        persist_state="session",
    )
    if whose == _OWN:
        own_kernel.draw(card)
    else:
        _draw_filter(card, epoch)


def open_filter(chosen: str) -> None:
    """Open this view of a filter, “conv_1a/17”, where its value is largest.

    For callbacks.
    """
    layer, _, number = chosen.partition("/")
    put_state(
        {
            _LAYER: layer,
            _CHANNEL: int(number),
            _ROW: None,
            _COLUMN: None,
            "images_convolution_of": OF_NETWORK,
            "images_view": VIEW,
        }
    )


def _draw_filter(card: Card, epoch: float | None) -> None:
    """Draw a filter of the network at one place."""
    st.markdown(
        "A convolution lays its filter on a patch of its input, multiplies element by "
        "element, adds everything up with a bias, and moves on by one step. Each place "
        "gives one number of a feature map; move the place and watch the numbers."
    )
    network = network_of(card, epoch)
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = choose_picture(card)
        pixels = framed(picture)
        layer, channel, row, column = _choose(network, pixels)
        size = convolution.shape_of(network.load(), layer)[:2]
        shown = convolution.marked(pixels, (row, column), size)
        alt = f"Pixels of {picture.name}, with the place framed"
        draw_pictures([Figure(rendering.picture(shown), alt, "The place, framed")])
    place = _place(network, pixels, layer, row, column, channel)
    with right:
        _draw_place(place, layer, channel)


def _choose(network: Network, pixels: Pixels) -> tuple[str, int, int, int]:
    """Draw the choice of layer, filter and place; return them, from 0.

    At first the filter with the largest value of the layer, where it is largest.
    """
    layers = convolution.convolutional(network.load())
    named = {layer: f"{layer}: {inside.described(layer)}" for layer in layers}
    layer = choose_one("Layer", named, _LAYER, layers[0])
    rows, columns, channels = convolution.shape_of(network.load(), layer)
    first = _largest(network, pixels, layer)[2]
    follow_default(_CHANNEL, first + 1)
    channel = choose_place("Filter", 1, channels, _CHANNEL, first + 1) - 1
    top, left = _largest_place(network, pixels, layer, channel)
    follow_default(_ROW, top + 1)
    follow_default(_COLUMN, left + 1)
    row = choose_place("Row", 1, rows, _ROW, top + 1) - 1
    column = choose_place("Column", 1, columns, _COLUMN, left + 1) - 1
    return layer, channel, row, column


@st.cache_data(max_entries=40, show_spinner=False)
def _largest(network: Network, pixels: Pixels, layer: str) -> tuple[int, int, int]:
    """Return row, column and channel of a layer's largest value."""
    return convolution.strongest(network.load(), pixels, layer)


@st.cache_data(max_entries=40, show_spinner=False)
def _largest_place(
    network: Network, pixels: Pixels, layer: str, channel: int
) -> tuple[int, int]:
    return convolution.strongest_place(network.load(), pixels, layer, channel)


@st.cache_data(max_entries=60, show_spinner=False)
def _place(
    network: Network, pixels: Pixels, layer: str, row: int, column: int, channel: int
) -> Place:
    return convolution.at(network.load(), pixels, layer, row, column, channel)


def _draw_place(place: Place, layer: str, channel: int) -> None:
    """Draw patch, filter and products of the strongest input channels, and the sum."""
    inputs = place.patch.shape[-1]
    shown = place.strongest(_INPUTS)
    names = ("red", "green", "blue") if inputs == 3 else ()
    for number in shown:
        name = names[number] if names else f"no. {number + 1}"
        st.markdown(f"**Input channel {name}**: {signed(place.by_channel[number], 3)}")
        draw_grids(
            _grid("patch", place.patch[..., number].tolist()),
            "×",
            _grid("filter", place.kernel[..., number].tolist()),
            "=",
            _grid("products", place.products[..., number].tolist()),
        )
    st.markdown(_sum(place, shown))
    st.caption(
        f"This is the value of filter {channel + 1} of {layer} at this place. Blue is "
        "above 0, orange below. Shown are the input channels with the largest sums; at "
        "the edge, a filter that keeps the size reads zeros."
    )


def _sum(place: Place, shown: list[int]) -> str:
    """Return the sum of all channels and the bias, in Markdown."""
    parts = [float(place.by_channel[number]) for number in shown]
    terms = [signed(part, 3) for part in parts]
    if hidden := len(place.by_channel) - len(shown):
        rest = float(place.by_channel.sum()) - sum(parts)
        terms.append(f"{signed(rest, 3)} (the other {hidden})")
    terms.append(f"{signed(place.bias, 3)} (bias)")
    line = f"{' '.join(terms)} = **{signed(place.total, 3)}**"
    if place.activation == "relu":
        line += f", through ReLU (below 0 becomes 0) **{signed(place.output, 3)}**"
    return line


def _grid(name: str, values: list[list[float]]) -> Grid:
    return Grid(name, [Row("", row) for row in values])
