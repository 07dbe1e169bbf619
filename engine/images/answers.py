"""A network's answer to a picture: frozen values that hold all a page draws.

K classes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.images.pixels import Pixels


@dataclass(frozen=True)
class View:
    """One of the six views whose logits are averaged."""

    name: str  # "mirrored"
    weight: float  # in the mean of the logits
    pixels: Pixels  # (32, 32, 3)
    probabilities: NDArray[np.float64]  # (K,), of this view alone


@dataclass(frozen=True)
class Answer:
    """Logits, probabilities and confidence of one picture."""

    name: str  # of the picture
    notes: tuple[str, ...]  # on its conversion
    classes: tuple[str, ...]  # K
    pixels: Pixels  # the network's input, (32, 32, 3)
    logits: NDArray[np.float64]  # (K,), weighted mean of six views
    probabilities: NDArray[np.float64]  # (K,), of those logits over the temperature
    views: tuple[View, ...]
    percentile: float | None  # share of test images with lower confidence, 0–1
    out_of_distribution: bool | None  # probably none of the classes

    @property
    def best(self) -> str:
        """The most probable class."""
        return self.classes[int(self.probabilities.argmax())]

    @property
    def confidence(self) -> float:
        """The probability of the most probable class, 0 to 1."""
        return float(self.probabilities.max())

    @property
    def agreeing(self) -> int:
        """How many views on their own predict the class that all together predict."""
        best = self.probabilities.argmax()
        return sum(view.probabilities.argmax() == best for view in self.views)

    def top(self, count: int) -> list[tuple[str, float]]:
        """Return the most probable classes with their probabilities, highest first."""
        order = np.argsort(-self.probabilities, kind="stable")[: max(count, 0)]
        return [(self.classes[i], float(self.probabilities[i])) for i in order]
