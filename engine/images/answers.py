"""What a network says of a picture: frozen values that hold all a page draws.

K classes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.images.pixels import Pixels


@dataclass(frozen=True)
class View:
    """One of the six views that are averaged."""

    name: str  # "mirrored"
    weight: float  # in the mean of logits
    pixels: Pixels  # (32, 32, 3)
    probabilities: NDArray[np.float64]  # (K,), by this view alone


@dataclass(frozen=True)
class Answer:
    """What a network says of one picture."""

    name: str  # of the picture
    notes: tuple[str, ...]  # what was odd about it
    classes: tuple[str, ...]  # K
    pixels: Pixels  # what the network got, (32, 32, 3)
    logits: NDArray[np.float64]  # (K,), unnormalised, the mean of six views
    probabilities: NDArray[np.float64]  # (K,), of those logits over the temperature
    views: tuple[View, ...]
    percentile: float | None  # share of measured images that it is less sure of, 0–1
    out_of_distribution: bool | None  # whether it is probably none of the classes

    @property
    def best(self) -> str:
        """The likeliest class."""
        return self.classes[int(self.probabilities.argmax())]

    @property
    def confidence(self) -> float:
        """The probability of the likeliest class, 0 to 1."""
        return float(self.probabilities.max())

    @property
    def agreeing(self) -> int:
        """How many of the views, each by itself, say what all say together."""
        place = self.probabilities.argmax()
        return sum(view.probabilities.argmax() == place for view in self.views)

    def top(self, count: int) -> list[tuple[str, float]]:
        """Return the likeliest classes with their probabilities, best first."""
        order = np.argsort(-self.probabilities, kind="stable")[: max(count, 0)]
        return [(self.classes[i], float(self.probabilities[i])) for i in order]
