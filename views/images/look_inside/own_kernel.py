"""A kernel of your own slides over a patch of a picture, step by step."""

from dataclasses import dataclass

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.errors import ConfigError
from engine.images.analysis import convolution, own_kernel, rendering
from engine.images.analysis.own_kernel import CHANNELS, KERNELS, PATCH, Place, Sliding
from engine.images.pixels import SIZE, Pixels
from ui.charts.grid import Grid, Row, draw_grids
from ui.format import signed
from ui.notices import show_error
from ui.pickers import choose_number, choose_one, choose_place
from ui.player import draw_steps
from ui.url_state import put_text, take_text
from views.images.framing import framed
from views.images.html import Figure, draw_pictures
from views.images.pictures import choose_picture

_KERNEL = "images_kernel"
_FIRST = next(iter(KERNELS))


@dataclass(frozen=True, slots=True)
class _Settings:
    """What is played with, beside the kernel."""

    channel: str
    row: int  # of the patch's corner in the picture, from 0
    column: int
    stride: int
    padding: int
    bias: float
    activation: str


def draw(card: Card) -> None:
    """Draw the patch, the kernel and its settings, and one place after the other."""
    st.markdown(
        f"Write a kernel, or take one of the classic ones, and watch it slide over "
        f"{PATCH} × {PATCH} pixels. A convolutional layer does the same with kernels "
        "that it learned, over all input channels at once."
    )
    left, right = st.columns([1, 2], gap="large")
    with left:
        picture = choose_picture(card)
        pixels = framed(picture)
        text = _choose_kernel()
        chosen = _choose_settings()
    with right:
        try:
            kernel = own_kernel.parse(text)
            sliding = _slide(pixels, kernel, chosen)
        except ConfigError as error:
            show_error(error)
            return
        _draw_pictures(pixels, picture.name, sliding, chosen)
        _draw_size(sliding)
        if sliding.places > 1:
            draw_steps(
                "images_kernel_place",
                "Place",
                sliding.places,
                lambda place: _draw_place(sliding, place),
            )
        else:
            _draw_place(sliding, 0)


def _choose_kernel() -> str:
    """Draw the classic kernels and the field for one's own; return its text."""
    take_text(_KERNEL)
    st.session_state.setdefault(_KERNEL, KERNELS[_FIRST])
    with st.container(horizontal=True, gap="small"):
        for name, text in KERNELS.items():
            st.button(
                name,
                key=f"{_KERNEL}_{name.split()[0].lower()}",
                type="tertiary",
                on_click=_take,
                args=(text,),
            )
    text = st.text_area(
        "Kernel, one row a line",
        key=_KERNEL,
        height=130,
        help="As many rows as columns, at most 5; numbers separated by spaces.",
        persist_state="session",
    )
    put_text(_KERNEL, text, "Your kernel", KERNELS[_FIRST])
    return text


def _take(text: str) -> None:
    st.session_state[_KERNEL] = text


def _choose_settings() -> _Settings:
    """Draw stride, padding, bias, activation, channel and the patch's place."""
    stride = choose_place("Stride", 1, 3, "images_kernel_stride", 1)
    padding = choose_place(
        "Padding, rows of zeros on each side", 0, 2, "images_kernel_padding", 0
    )
    bias = choose_number("Bias", -5, 5, "images_kernel_bias", 0)
    names = {name: name for name in own_kernel.ACTIVATIONS}
    activation = choose_one("Activation", names, "images_kernel_activation", "ReLU")
    channels = {name: name for name in CHANNELS}
    channel = choose_one("Values", channels, "images_kernel_channel", CHANNELS[0])
    last = SIZE - PATCH
    row = choose_place("Row of the patch", 1, last + 1, "images_kernel_row", last // 2)
    column = choose_place(
        "Column of the patch", 1, last + 1, "images_kernel_column", last // 2
    )
    return _Settings(channel, row - 1, column - 1, stride, padding, bias, activation)


def _slide(pixels: Pixels, kernel: own_kernel.Floats, chosen: _Settings) -> Sliding:
    """Slide the kernel over the patch."""
    values = own_kernel.values_of(pixels, chosen.channel)
    rows, columns = (slice(at, at + PATCH) for at in (chosen.row, chosen.column))
    return own_kernel.slide(
        values[rows, columns],
        kernel,
        stride=chosen.stride,
        padding=chosen.padding,
        bias=chosen.bias,
        activation=chosen.activation,
    )


def _draw_pictures(
    pixels: Pixels, name: str, sliding: Sliding, chosen: _Settings
) -> None:
    """Draw the picture with its patch framed, and the kernel’s output for all of it."""
    whole = own_kernel.slide(
        own_kernel.values_of(pixels, chosen.channel),
        sliding.kernel,
        stride=chosen.stride,
        padding=chosen.padding,
        bias=chosen.bias,
        activation=chosen.activation,
    )
    shown = convolution.with_patch(pixels, chosen.row, chosen.column, PATCH)
    rows, columns = whole.outputs.shape
    draw_pictures(
        [
            Figure(
                rendering.picture(shown),
                f"Pixels of {name}, with the patch framed",
                "The picture",
                f"{PATCH} × {PATCH} pixels framed",
            ),
            Figure(
                rendering.picture(own_kernel.as_picture(whole.outputs)),
                f"What the kernel makes of {name}",
                "The kernel on all of it",
                f"{rows} × {columns}; grey is 0, white the largest value",
            ),
        ],
        "8rem",
        "11rem",
    )


def _draw_size(sliding: Sliding) -> None:
    """Draw how many places there are along one side."""
    size, side = len(sliding.kernel), sliding.outputs.shape[0]
    st.latex(
        rf"\left\lfloor\frac{{{PATCH} + 2\cdot{sliding.padding} - {size}}}"
        rf"{{{sliding.stride}}}\right\rfloor + 1 = {side}"
    )
    st.caption(
        "Places along each side: pixels plus the padding on both sides minus the "
        "kernel’s size, divided by the stride and rounded down, plus one."
    )


def _draw_place(sliding: Sliding, number: int) -> None:
    """Draw the input, the computation at one place, and the output so far."""
    place, size = sliding.at(number), len(sliding.kernel)
    draw_grids(
        _grid("patch", place.patch.tolist()),
        "×",
        _grid("kernel", sliding.kernel.tolist()),
        "=",
        _grid("products", place.products.tolist()),
    )
    st.markdown(_sum(sliding, place))
    rows = range(place.top, place.top + size)
    columns = range(place.left, place.left + size)
    draw_grids(
        Grid(
            "input, with its padding" if sliding.padding else "input",
            [
                Row("", values, framed=columns if row in rows else ())
                for row, values in enumerate(sliding.padded.tolist())
            ],
            small=True,
        ),
        "→",
        Grid(
            "output so far",
            [
                Row("", values, framed=(place.column,) if row == place.row else ())
                for row, values in enumerate(_so_far(sliding, number))
            ],
            small=True,
        ),
    )


def _grid(caption: str, values: list[list[float]]) -> Grid:
    return Grid(caption, [Row("", row) for row in values])


def _sum(sliding: Sliding, place: Place) -> str:
    """Return sum, bias and activation of a place, in Markdown."""
    summed = signed(place.total - sliding.bias, 3)
    line = f"Sum of the products {summed}"
    if sliding.bias:
        line += f", with the bias {signed(place.total, 3)}"
    if sliding.activation == "ReLU":
        line += f", through ReLU (below 0 becomes 0) **{signed(place.output, 3)}**"
    return f"{line}: row {place.row + 1}, column {place.column + 1} of the output."


def _so_far(sliding: Sliding, number: int) -> list[list[float | None]]:
    """Return the outputs up to a place; None where the kernel has not been yet."""
    columns = sliding.outputs.shape[1]
    return [
        [
            value if row * columns + column <= number else None
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(sliding.outputs.tolist())
    ]
