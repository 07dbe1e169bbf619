"""Arrays as pictures for a page: heat maps over a photo, channels, filters, curves.

H, W pixels of a layer, C channels, K classes.
"""

import base64

import numpy as np
from numpy.typing import NDArray

from engine.images.analysis.alterations import Curve
from engine.images.analysis.inside import Floats, enlarged
from engine.images.analysis.prepared import png
from engine.images.pixels import Pixels

_SIZE = 256  # pixels of an enlarged map, both ways
_POSITIVE = np.asarray((0, 114, 178), np.float64)  # blue: evidence for the class
_NEGATIVE = np.asarray((213, 94, 0), np.float64)  # orange: evidence against it
_OPACITY = 0.85  # of the strongest colour over the picture


def data_uri(content: bytes) -> str:
    """Return the content of a PNG or JPEG file as a data URI."""
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64," + base64.b64encode(content).decode("ascii")


def picture(pixels: Pixels) -> str:
    """Return uint8 pixels (H, W, 3) or (H, W) as a data URI."""
    return data_uri(png(pixels))


def svg(drawing: str) -> str:
    """Return an SVG drawing as a data URI."""
    coded = base64.b64encode(drawing.encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{coded}"


def overlay(pixels: Pixels, heat: Floats) -> str:
    """Return a heat map over the greyscale picture: blue above 0, orange below.

    Each map is scaled to its largest absolute value, so two maps compare by where they
    are strong, not by how strong.

    Args:
        pixels: (32, 32, 3).
        heat: (H, W), of any range.
    """
    grey = np.rint(pixels @ np.asarray((0.299, 0.587, 0.114)))  # (32, 32)
    scale = _SIZE // pixels.shape[0]
    background = 40 + 0.84 * np.kron(grey, np.ones((scale, scale)))  # (256, 256)
    values = enlarged(heat, _SIZE) / max(float(np.abs(heat).max()), 1e-12)
    opacity = _OPACITY * np.abs(values)[..., None]
    colour = np.where(values[..., None] > 0, _POSITIVE, _NEGATIVE)
    mixed = (1 - opacity) * background[..., None] + opacity * colour
    return picture(np.clip(np.rint(mixed), 0, 255).astype(np.uint8))


def strongest_channels(maps: Floats, count: int) -> list[tuple[int, float, str]]:
    """Return the channels of a layer with the largest activations, largest first.

    Args:
        maps: (H, W, C).
        count: How many channels.

    Returns:
        For each its number from 0, its largest absolute value, and its picture:
        grey is 0, white the largest value of the layer, black the same below 0.
    """
    peaks = np.abs(maps).max(axis=(0, 1))  # (C,)
    order = np.argsort(-peaks, kind="stable")[:count]
    largest = float(peaks.max())
    return [
        (int(i), float(peaks[i]), feature_map(maps[..., i], largest)) for i in order
    ]


def feature_map(values: Floats, largest: float) -> str:
    """Return one map (H, W) as a picture: grey is 0, white `largest`."""
    return picture(_to_uint8(0.5 + 0.5 * values / max(largest, 1e-12)))


def filter_pictures(filters: Floats) -> list[str]:
    """Return filters (F, h, w, 3) from 0 to 1 as pictures."""
    return [picture(_to_uint8(each)) for each in filters]


def curve_points(
    curve: Curve, classes: tuple[str, ...], count: int
) -> dict[str, list[tuple[float, float]]]:
    """Return the curves of the classes with the highest peaks, as points.

    Returns:
        Class -> (value of the slider, probability in percent), highest peak first.
    """
    peak = curve.probabilities.max(axis=0)  # (K,)
    order = np.argsort(-peak, kind="stable")[:count]
    return {
        classes[label]: [
            (float(value), round(100 * float(probability), 2))
            for value, probability in zip(
                curve.values, curve.probabilities[:, label], strict=True
            )
        ]
        for label in order
    }


def by_class(
    probabilities: NDArray[np.float64], classes: tuple[str, ...]
) -> dict[str, float]:
    """Return probabilities (K,) by class, in the order of the classes."""
    return dict(zip(classes, probabilities.tolist(), strict=True))


def _to_uint8(values: NDArray[np.floating]) -> Pixels:
    """Return values from 0 to 1 as uint8 from 0 to 255."""
    return np.asarray(np.rint(255 * np.clip(values, 0, 1)), np.uint8)
