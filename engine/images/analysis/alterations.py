"""One picture changed by degrees, and how the answer follows.

The same changes as in training, without chance: what a slider sets.
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
    """What is done to a picture, in this order."""

    mirrored: bool = False
    right: int = 0  # pixels that its content moves right, -16 to 16
    down: int = 0  # pixels that its content moves down, -16 to 16
    brightness: float = 0.0  # levels (of 255) added, -128 to 128
    contrast: float = 1.0  # factor, 0 to 3


@dataclass(frozen=True)
class Curve:
    """How an answer changes along one slider."""

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
_MOST = 16  # pixels: a reflection must fit into the picture


def alter(pixels: Pixels, alteration: Alteration) -> Pixels:
    """Return a picture (32, 32, 3) changed, rounded to whole levels.

    What comes in from outside is reflected, as in training.
    """
    one: NDArray[np.number] = pixels[None]
    if alteration.mirrored:
        one = mirror(pixels[None], np.ones(1, bool))
    if alteration.right or alteration.down:
        shifts = np.clip([[-alteration.down, -alteration.right]], -_MOST, _MOST)
        one = translate(one.astype(np.uint8), shifts, _MOST)
    if alteration.brightness:
        one = lighten(one, np.asarray([alteration.brightness], np.float32))
    if alteration.contrast != 1:
        one = stretch(one, np.asarray([alteration.contrast], np.float32))
    return np.asarray(np.rint(one[0]), np.uint8)


def both_ways(pixels: Pixels, alteration: Alteration) -> dict[bool, Pixels]:
    """Return a picture changed, not mirrored and mirrored."""
    return {
        way: alter(pixels, replace(alteration, mirrored=way)) for way in (False, True)
    }


def curve(
    classifier: Any, pixels: Pixels, alteration: Alteration, setting: str
) -> Curve:
    """Return the answers along one slider, the others staying where they are.

    Args:
        classifier: A loaded `Classifier`.
        pixels: The unchanged picture, (32, 32, 3).
        alteration: Where the sliders stand.
        setting: Which of them moves; one of STEPS.

    Raises:
        KeyError: There is no such slider.
    """
    values = STEPS[setting]
    standing = {name: getattr(alteration, name) for name in STEPS}
    changed = [Alteration(**{**standing, setting: value}) for value in values]
    seen = np.stack([alter(pixels, one) for one in changed])
    return Curve(setting, values, classifier.one_view(seen))
