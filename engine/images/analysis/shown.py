"""Arrays as pictures for a page: maps laid over a photo, tiles, lines of a chart.

H, W pixels of a layer, C channels, K classes.
"""

import base64

import numpy as np
from numpy.typing import NDArray

from engine.images.analysis.alterations import Curve
from engine.images.analysis.held import png
from engine.images.analysis.inside import Floats, enlarged
from engine.images.pixels import Pixels

_SIZE = 256  # pixels of an enlarged map, both ways
_FOR = np.asarray((0, 114, 178), np.float64)  # blue: speaks for the class
_AGAINST = np.asarray((213, 94, 0), np.float64)  # orange: speaks against it
_MOST = 0.85  # of the colour over the picture


def address(content: bytes) -> str:
    """Return the content of a PNG or JPEG file as an address for a browser."""
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64," + base64.b64encode(content).decode("ascii")


def picture(pixels: Pixels) -> str:
    """Return levels (H, W, 3) or (H, W) as an address that a browser can show."""
    return address(png(pixels))


def laid_over(pixels: Pixels, heat: Floats) -> str:
    """Return a map over the grey picture: blue above 0, orange below.

    The strongest place has the full colour, so that two maps compare by where
    they are strong and not by how much.

    Args:
        pixels: (32, 32, 3).
        heat: (H, W), of any range.
    """
    grey = np.rint(pixels @ np.asarray((0.299, 0.587, 0.114)))  # (32, 32)
    times = _SIZE // pixels.shape[0]
    ground = 40 + 0.84 * np.kron(grey, np.ones((times, times)))  # (256, 256)
    values = enlarged(heat, _SIZE) / max(float(np.abs(heat).max()), 1e-12)
    share = _MOST * np.abs(values)[..., None]
    colour = np.where(values[..., None] > 0, _FOR, _AGAINST)
    mixed = (1 - share) * ground[..., None] + share * colour
    return picture(np.clip(np.rint(mixed), 0, 255).astype(np.uint8))


def channels(maps: Floats, most: int) -> list[tuple[int, float, str]]:
    """Return the channels of a layer that say most, loudest first.

    Args:
        maps: (H, W, C).
        most: How many channels.

    Returns:
        For each its place from 0, its largest absolute value, and its picture:
        grey is 0, white the largest value of the layer, black as far below 0.
    """
    loud = np.abs(maps).max(axis=(0, 1))  # (C,)
    order = np.argsort(-loud, kind="stable")[:most]
    scaled = 0.5 + 0.5 * maps / max(float(loud.max()), 1e-12)
    return [
        (int(place), float(loud[place]), picture(_levels(scaled[..., place])))
        for place in order
    ]


def tiles(filters: Floats) -> list[str]:
    """Return filters (F, h, w, 3) from 0 to 1 as pictures."""
    return [picture(_levels(one)) for one in filters]


def lines(
    curve: Curve, classes: tuple[str, ...], most: int
) -> dict[str, list[tuple[float, float]]]:
    """Return the classes that are likeliest anywhere on a curve, as points.

    Returns:
        Class -> (value of the slider, probability in percent), likeliest first.
    """
    peak = curve.probabilities.max(axis=0)  # (K,)
    order = np.argsort(-peak, kind="stable")[:most]
    return {
        classes[label]: [
            (float(value), round(100 * float(share), 2))
            for value, share in zip(
                curve.values, curve.probabilities[:, label], strict=True
            )
        ]
        for label in order
    }


def shares(found: NDArray[np.float64], classes: tuple[str, ...]) -> dict[str, float]:
    """Return probabilities (K,) by class, in the order of the classes."""
    return {
        name: float(value) for name, value in zip(classes, found.tolist(), strict=True)
    }


def _levels(values: NDArray[np.floating]) -> Pixels:
    """Return values from 0 to 1 as levels from 0 to 255."""
    return np.asarray(np.rint(255 * np.clip(values, 0, 1)), np.uint8)
