"""One convolution by hand: a filter at one place, number by number.

Every number is the network's own: the patch that the layer gets, the filter's
weights, their products and the sum.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.images.analysis.inside import feature_maps
from engine.images.pixels import SIZE, Pixels

Floats = NDArray[np.float32]
_FRAME = (184, 101, 31)  # brass
_ENLARGED, _LINE = 8, 3  # pixels that one becomes; width of the frame


@dataclass(frozen=True)
class Place:
    """What a filter of k × k computes at one place of C input channels."""

    patch: Floats  # (k, k, C); zeros where it reaches over the edge
    kernel: Floats  # (k, k, C)
    bias: float
    output: float  # the layer's own value there, after its activation if it has one
    activation: str  # "linear" or "relu"

    @property
    def products(self) -> Floats:
        """Patch times kernel, element by element, (k, k, C)."""
        return self.patch * self.kernel

    @property
    def by_channel(self) -> Floats:
        """The sum of the products of each input channel, (C,)."""
        sums: Floats = self.products.sum(axis=(0, 1))
        return sums

    @property
    def total(self) -> float:
        """All products and the bias, before the activation."""
        return float(self.products.sum()) + self.bias

    def strongest(self, count: int) -> list[int]:
        """Return the input channels that add or take away most, from 0."""
        order: list[int] = np.argsort(-np.abs(self.by_channel), kind="stable").tolist()
        return order[:count]


def convolutional(classifier: Any) -> tuple[str, ...]:
    """Return the layers that slide filters over their input, first ones first."""
    return tuple(
        layer.name
        for layer in classifier.model.layers
        if getattr(layer, "kernel", None) is not None and len(layer.kernel.shape) == 4
    )


def shape_of(classifier: Any, layer: str) -> tuple[int, int, int]:
    """Return rows, columns and channels of a layer's output."""
    _, rows, columns, channels = classifier.model.get_layer(layer).output.shape
    return int(rows), int(columns), int(channels)


def strongest(classifier: Any, pixels: Pixels, layer: str) -> tuple[int, int, int]:
    """Return row, column and channel of a layer's largest value on a picture."""
    maps = feature_maps(classifier, pixels, layer)  # (H, W, C)
    row, column, channel = np.unravel_index(maps.argmax(), maps.shape)
    return int(row), int(column), int(channel)


def strongest_place(
    classifier: Any, pixels: Pixels, layer: str, channel: int
) -> tuple[int, int]:
    """Return row and column of a channel's largest value on a picture."""
    values = feature_maps(classifier, pixels, layer)[..., channel]  # (H, W)
    row, column = np.unravel_index(values.argmax(), values.shape)
    return int(row), int(column)


def behind(classifier: Any, layer: str) -> str:
    """Return the convolution whose filters give a layer's channels.

    That is the layer itself or the last one before it; "" where pixels are not yet
    convolved.
    """
    names = [layer.name for layer in classifier.model.layers]
    before = names[: names.index(layer) + 1]
    filters = [name for name in convolutional(classifier) if name in before]
    return filters[-1] if filters else ""


def marked(pixels: Pixels, place: tuple[int, int], size: tuple[int, int]) -> Pixels:
    """Return an enlarged picture in which the pixels below a place of a map are framed.

    Args:
        pixels: (32, 32, 3).
        place: Row and column, from 0, of a map that covers the picture.
        size: Rows and columns of that map.

    Returns:
        (256, 256, 3).
    """
    (top, bottom), (left, right) = (
        (SIZE * at // count, max(SIZE * at // count + 2, SIZE * (at + 1) // count))
        for at, count in zip(place, size, strict=True)
    )
    return _framed(pixels, top, bottom, left, right)


def with_patch(pixels: Pixels, row: int, column: int, size: int) -> Pixels:
    """Return an enlarged picture in which a patch of size × size pixels is framed.

    Args:
        pixels: (32, 32, 3).
        row: Of the patch's first pixel, from 0.
        column: Of the patch's first pixel, from 0.
        size: Rows and columns of the patch.

    Returns:
        (256, 256, 3).
    """
    return _framed(pixels, row, row + size, column, column + size)


def _framed(pixels: Pixels, top: int, bottom: int, left: int, right: int) -> Pixels:
    """Return an enlarged copy with a line around a rectangle, outside of its pixels."""
    shown = pixels.repeat(_ENLARGED, axis=0).repeat(_ENLARGED, axis=1)
    top, bottom, left, right = (_ENLARGED * at for at in (top, bottom, left, right))
    inside = shown[top:bottom, left:right].copy()
    shown[
        max(top - _LINE, 0) : bottom + _LINE, max(left - _LINE, 0) : right + _LINE
    ] = _FRAME
    shown[top:bottom, left:right] = inside
    return shown


def at(
    classifier: Any, pixels: Pixels, layer: str, row: int, column: int, channel: int
) -> Place:
    """Return what a filter computes at one place of its output.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        layer: One of `convolutional`, with a stride of 1.
        row: Of the output, from 0.
        column: Of the output, from 0.
        channel: Of the output: the filter, from 0.
    """
    convolution = classifier.model.get_layer(layer)
    maps = _input_of(classifier, pixels, convolution)  # (H, W, C)
    kernel = np.asarray(convolution.kernel, np.float32)[..., channel]  # (k, k, C)
    size = kernel.shape[0]
    if getattr(convolution, "padding", "valid") == "same":
        before = (size - 1) // 2
        maps = np.pad(maps, ((before, size - 1 - before),) * 2 + ((0, 0),))
    bias = getattr(convolution, "bias", None)
    activation = getattr(getattr(convolution, "activation", None), "__name__", "linear")
    return Place(
        maps[row : row + size, column : column + size],
        kernel,
        0.0 if bias is None else float(np.asarray(bias)[channel]),
        float(feature_maps(classifier, pixels, layer)[row, column, channel]),
        activation,
    )


def _input_of(classifier: Any, pixels: Pixels, layer: Any) -> Floats:
    """Return what a layer gets for a picture, (H, W, C)."""
    before = layer.input._keras_history.operation.name
    if before == "pixels":
        return pixels.astype(np.float32)
    return feature_maps(classifier, pixels, before)
