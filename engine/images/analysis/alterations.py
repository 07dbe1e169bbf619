"""A picture altered by sliders, and the answer along one of them.

The same operations as in training's augmentation, with chosen instead of random values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.images.augment import lighten, mirror, stretch, translate
from engine.images.pixels import Pixels


@dataclass(frozen=True, slots=True)
class Alteration:
    """Alterations of a picture, applied in this order."""

    mirrored: bool = False
    right: int = 0  # pixels that its content moves right, -16 to 16
    down: int = 0  # pixels that its content moves down, -16 to 16
    brightness: float = 0.0  # levels (of 255) added, -128 to 128
    contrast: float = 1.0  # factor, 0 to 3


@dataclass(frozen=True)
class Curve:
    """Probabilities along one slider."""

    setting: str  # field of Alteration
    values: tuple[float, ...]  # V
    probabilities: NDArray[np.float64]  # (V, K), of one view each


STEPS: Mapping[str, tuple[float, ...]] = {
    "mirrored": (False, True),
    "right": tuple(range(-12, 13)),
    "down": tuple(range(-12, 13)),
    "brightness": tuple(range(-120, 121, 10)),
    "contrast": tuple(round(0.1 * step, 1) for step in range(31)),
}
_LARGEST_SHIFT = 16  # pixels: a reflection must fit into the picture


def alter(pixels: Pixels, alteration: Alteration) -> Pixels:
    """Return a picture (32, 32, 3) altered, rounded to whole levels.

    At the border it is reflected, as in training.
    """
    batch: NDArray[np.number] = pixels[None]
    if alteration.mirrored:
        batch = mirror(pixels[None], np.ones(1, bool))
    if alteration.right or alteration.down:
        shifts = np.clip(
            [[-alteration.down, -alteration.right]], -_LARGEST_SHIFT, _LARGEST_SHIFT
        )
        batch = translate(batch.astype(np.uint8), shifts, _LARGEST_SHIFT)
    if alteration.brightness:
        batch = lighten(batch, np.asarray([alteration.brightness], np.float32))
    if alteration.contrast != 1:
        batch = stretch(batch, np.asarray([alteration.contrast], np.float32))
    return np.asarray(np.rint(batch[0]), np.uint8)


def both_ways(pixels: Pixels, alteration: Alteration) -> dict[bool, Pixels]:
    """Return a picture altered, once not mirrored (False) and once mirrored (True)."""
    return {on: alter(pixels, replace(alteration, mirrored=on)) for on in (False, True)}


def curve(
    classifier: Any, pixels: Pixels, alteration: Alteration, setting: str
) -> Curve:
    """Return the probabilities along one slider, the others fixed.

    Args:
        classifier: A loaded `Classifier`.
        pixels: The original picture, (32, 32, 3).
        alteration: The values of all sliders.
        setting: Which of them is varied; one of STEPS.

    Raises:
        KeyError: There is no such slider.
    """
    values = STEPS[setting]
    fixed = {name: getattr(alteration, name) for name in STEPS}
    varied = [Alteration(**{**fixed, setting: value}) for value in values]
    altered = np.stack([alter(pixels, each) for each in varied])  # (V, 32, 32, 3)
    return Curve(setting, values, classifier.one_view(altered))
