"""A kernel of your own, which slides over a patch of a picture step by step.

Brightness is from 0 to 1. H, W rows and columns of the patch, k of the kernel.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigError
from engine.images.pixels import Pixels

Floats = NDArray[np.float64]

PATCH = 8  # rows and columns of the picture's patch
LARGEST = 5  # rows and columns of a kernel
KERNELS: Mapping[str, str] = {
    "Vertical edges": "-1 0 1\n-2 0 2\n-1 0 1",
    "Horizontal edges": "-1 -2 -1\n0 0 0\n1 2 1",
    "Sharpen": "0 -1 0\n-1 5 -1\n0 -1 0",
    "Blur": "0.11 0.11 0.11\n0.11 0.12 0.11\n0.11 0.11 0.11",
    "Identity": "0 0 0\n0 1 0\n0 0 0",
}
ACTIVATIONS = ("none", "ReLU")
CHANNELS = ("brightness", "red", "green", "blue")
_GREY = np.asarray((0.299, 0.587, 0.114))  # of red, green and blue, ITU-R BT.601
_BOUND = 100.0  # of a kernel's values


@dataclass(frozen=True)
class Sliding:
    """A kernel on its way over a patch.

    Args:
        padded: The patch with its rim of zeros, (H + 2p, W + 2p).
        kernel: (k, k).
        stride: Rows or columns from one place to the next.
        padding: p, rows and columns of zeros on each side.
        bias: Added to each sum.
        activation: One of ACTIVATIONS.
        outputs: What each place gives, after the activation.
    """

    padded: Floats
    kernel: Floats
    stride: int
    padding: int
    bias: float
    activation: str
    outputs: Floats

    @property
    def places(self) -> int:
        """How many places the kernel visits."""
        return int(self.outputs.size)

    def at(self, place: int) -> "Place":
        """Return the computation at a place, counted from 0 along the rows."""
        row, column = divmod(place, self.outputs.shape[1])
        top, left = row * self.stride, column * self.stride
        size = len(self.kernel)
        patch = self.padded[top : top + size, left : left + size]
        products = patch * self.kernel
        total = float(products.sum()) + self.bias
        output = float(self.outputs[row, column])
        return Place(row, column, top, left, patch, products, total, output)


@dataclass(frozen=True)
class Place:
    """What the kernel computes at one place."""

    row: int  # of the output
    column: int
    top: int  # of the kernel in the padded patch
    left: int
    patch: Floats  # (k, k)
    products: Floats  # (k, k)
    total: float  # all products and the bias
    output: float  # after the activation


def parse(text: str) -> Floats:
    """Return the square kernel that a text holds, one row a line.

    Raises:
        ConfigError: It is not a square of 1 to 25 numbers from −100 to 100.
    """
    rows = [re.split(r"[\s,;]+", line.strip()) for line in text.splitlines()]
    rows = [row for row in rows if row != [""]]
    try:
        values = [[float(word.replace("−", "-")) for word in row] for row in rows]
    except ValueError as error:
        raise ConfigError(
            "A kernel is written in numbers, separated by spaces, one row a line."
        ) from error
    if not values:
        raise ConfigError("A kernel needs at least one number.")
    size = len(values)
    if not 1 <= size <= LARGEST or any(len(row) != size for row in values):
        raise ConfigError(
            f"A kernel has as many rows as columns, at most {LARGEST}: here are "
            f"{size} rows of {', '.join(str(len(row)) for row in values[:9])}."
        )
    kernel = np.asarray(values, np.float64)
    if not (np.abs(kernel) <= _BOUND).all():
        raise ConfigError(
            f"The numbers of a kernel are from −{_BOUND:g} to {_BOUND:g}."
        )
    return kernel


def values_of(pixels: Pixels, channel: str) -> Floats:
    """Return one of CHANNELS of a picture (H, W, 3), (H, W) from 0 to 1."""
    if channel == CHANNELS[0]:
        return np.asarray(pixels @ _GREY / 255)
    return np.asarray(pixels[..., CHANNELS.index(channel) - 1] / 255)


def output_size(size: int, kernel: int, stride: int, padding: int) -> int:
    """Return the places along one side; 0 where the kernel does not fit.

    Example:
        >>> output_size(8, 3, 1, 0), output_size(8, 3, 1, 1), output_size(8, 3, 2, 0)
        (6, 8, 3)
    """
    return max(0, (size + 2 * padding - kernel) // stride + 1)


def slide(
    values: Floats,
    kernel: Floats,
    *,
    stride: int = 1,
    padding: int = 0,
    bias: float = 0.0,
    activation: str = ACTIVATIONS[0],
) -> Sliding:
    """Slide a kernel over values (H, W), as a convolutional layer does.

    That is a cross-correlation: unlike in mathematics the kernel is not turned round.

    Raises:
        ConfigError: The kernel is larger than the padded values.
    """
    size = len(kernel)
    rows, columns = (output_size(s, size, stride, padding) for s in values.shape)
    if not rows or not columns:
        raise ConfigError("The kernel is larger than what it slides over.")
    padded = np.pad(values, padding)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size))
    outputs = (windows[::stride, ::stride] * kernel).sum(axis=(2, 3)) + bias
    if activation == "ReLU":
        outputs = np.maximum(outputs, 0)
    return Sliding(padded, kernel, stride, padding, bias, activation, outputs)


def as_picture(outputs: Floats) -> Pixels:
    """Return outputs as uint8: grey is 0, white the largest, black the same below."""
    largest = max(float(np.abs(outputs).max()), 1e-12)
    return np.asarray(np.rint(127.5 + 127.5 * outputs / largest), np.uint8)
