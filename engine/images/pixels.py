"""Images as the networks get them: 32 × 32 pixels, eight bits a colour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIZE = 32  # pixels, both ways

Pixels = NDArray[np.uint8]  # (N, 32, 32, 3)
Labels = NDArray[np.int64]  # (N,)


@dataclass(frozen=True)
class Pictures:
    """Images and what they show."""

    pixels: Pixels
    labels: Labels

    def __len__(self) -> int:
        """N."""
        return len(self.labels)

    def chosen(self, places: NDArray[np.intp]) -> "Pictures":
        """Return the images at those places."""
        return Pictures(self.pixels[places], self.labels[places])
