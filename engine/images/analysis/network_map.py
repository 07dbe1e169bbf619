"""The whole network as one picture: its stages, their maps, their connections.

A stage is a layer with weights and what follows it up to the next one: a convolution
with its pooling, normalisation and activation. H, W pixels of a stage's maps, C
channels.
"""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.images.analysis import rendering
from engine.images.analysis.inside import Floats, feature_maps
from engine.images.pixels import Pixels

Strengths = tuple[tuple[float, ...], ...]

_WORDS = {
    "MaxPooling2D": "max pooling",
    "BatchNormalisation": "batch norm",
    "ResponseNormalisation": "response norm",
    "Gelu": "GELU",
    "Flatten": "all in one row",
    "GlobalMaxPooling2D": "maximum of each map",
    "Rescaling": "scaling",
}


_ACTIVATIONS = {"relu": "ReLU", "gelu": "GELU"}


@dataclass(frozen=True)
class Activation:
    """The activation function of a stage."""

    name: str  # "ReLU"
    least: float  # the smallest value that it gives


@dataclass(frozen=True)
class Channel:
    """One channel of a stage; of a dense layer, one unit."""

    number: int  # from 0
    value: float  # its largest absolute activation; of a unit, its activation
    picture: str  # its map as a data URI; "" for a unit
    name: str = ""  # of the class, in the last stage


@dataclass(frozen=True)
class Stage:
    """One stage, with the channels that this picture activates most."""

    layer: str  # the layer with weights; "pixels" for the picture
    steps: tuple[str, ...]  # in words: "3 × 3 convolution", "GELU"
    shape: tuple[int, ...]  # (H, W, C), or (units,)
    parameters: int
    channels: tuple[Channel, ...]
    strengths: Strengths  # [shown channel of the stage before][channel], 0 to 1


def stages(classifier: Any, pixels: Pixels, count: int = 6) -> tuple[Stage, ...]:
    """Return the stages of a network for a picture, the picture itself first.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        count: Channels of each stage; in the last one, all classes up to ten.
    """
    first = Channel(0, 0.0, rendering.picture(pixels))
    picture = Stage("pixels", (), tuple(pixels.shape), 0, (first,), ())
    all_stages, before = [picture], pixels.shape[-1]
    groups = _groups(classifier.model)
    for group in groups:
        is_last = group is groups[-1]
        values = feature_maps(classifier, pixels, _output(group))
        channels = _strongest(values, 10 if is_last else count)
        if is_last:
            channels = tuple(
                Channel(c.number, c.value, "", classifier.classes[c.number])
                for c in channels
            )
        connected = _connections(group[0], before)  # (C before, C)
        rows = [c.number for c in all_stages[-1].channels]
        if all_stages[-1] is picture:  # red, green and blue are shown as one
            connected, rows = _norm(connected, 0)[None], [0]
        shown = connected[np.ix_(rows, [c.number for c in channels])]
        all_stages.append(
            Stage(
                layer=group[0].name,
                steps=tuple(filter(None, map(_word, group))),
                shape=values.shape,
                parameters=sum(layer.count_params() for layer in group),
                channels=channels,
                strengths=_scaled(shown),
            )
        )
        before = values.shape[-1]
    return tuple(all_stages)


def outputs(model: Any) -> dict[str, str]:
    """Return the stages without the picture, by their layer with weights, in order.

    Returns:
        Layer with weights -> layer whose output is that of the stage: the last maps
        (H, W, C) in it, else its units.
    """
    return {group[0].name: _output(group) for group in _groups(model)}


def activation(model: Any, stage: str) -> Activation:
    """Return the activation function of a stage, by its layer with weights.

    Pooling and the normalisation that follow it keep its smallest value.
    """
    import keras

    (group,) = (group for group in _groups(model) if group[0].name == stage)
    functions = [getattr(layer, "activation", None) for layer in group]
    (function,) = (f for f in functions if f and f.__name__ in _ACTIVATIONS)
    values = function(np.linspace(-5, 0, 1001, dtype="float32"))
    smallest = np.min(keras.ops.convert_to_numpy(values))
    return Activation(_ACTIVATIONS[function.__name__], float(smallest))


def _groups(model: Any) -> list[list[Any]]:
    """Return the layers from each one with a kernel up to the next."""
    groups: list[list[Any]] = []
    for layer in model.layers:
        if getattr(layer, "kernel", None) is not None:
            groups.append([layer])
        elif groups:
            groups[-1].append(layer)
    return groups


def _output(group: list[Any]) -> str:
    maps = [layer for layer in group if len(layer.output.shape) == 4]
    name: str = (maps or group)[-1].name
    return name


def _strongest(values: Floats, count: int) -> tuple[Channel, ...]:
    """Return the channels with the largest activations, largest first."""
    if values.ndim == 3:
        tiles = rendering.strongest_channels(values, count)
        return tuple(Channel(*tile) for tile in tiles)
    order = np.argsort(-values, kind="stable")[:count]
    return tuple(Channel(int(unit), float(values[unit]), "") for unit in order)


def _connections(layer: Any, before: int) -> NDArray[np.float64]:
    """Return the norm of the weights from each channel before to each of a layer.

    Args:
        layer: A convolution (k, k, before, C), or a dense layer (D, C) that reads maps
            in one row (D = H · W · before), their maxima, or units.
        before: Channels of the stage before.

    Returns:
        (before, C).
    """
    kernel = np.asarray(layer.kernel, np.float64)
    between = prod(kernel.shape[:-1]) // before
    return _norm(kernel.reshape(between, before, kernel.shape[-1]), 0)


def _norm(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(np.square(values).sum(axis=axis)))


def _scaled(strengths: NDArray[np.float64]) -> Strengths:
    """Return strengths divided by the largest of them."""
    scaled = strengths / max(float(strengths.max()), 1e-12)
    return tuple(tuple(map(float, row)) for row in scaled)


def _word(layer: Any) -> str:
    """Return what a layer does, in words."""
    kernel = getattr(layer, "kernel", None)
    if kernel is None:
        return _WORDS.get(type(layer).__name__, "")
    relu = getattr(getattr(layer, "activation", None), "__name__", "") == "relu"
    size = kernel.shape[0]
    if len(kernel.shape) < 4:
        kind = "dense"
    elif type(layer).__name__ == "Whitening":
        kind = f"{size} × {size} whitening"
    else:
        kind = f"{size} × {size} convolution"
    return f"{kind}, ReLU" if relu else kind
