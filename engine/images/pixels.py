"""Images as the networks take them: 32 × 32 pixels, RGB, eight bits per channel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIZE = 32  # pixels, both ways

Pixels = NDArray[np.uint8]  # (N, 32, 32, 3)
Labels = NDArray[np.int64]  # (N,)


@dataclass(frozen=True)
class Pictures:
    """Images with their labels."""

    pixels: Pixels
    labels: Labels

    def __len__(self) -> int:
        """N."""
        return len(self.labels)

    def chosen(self, indices: NDArray[np.intp]) -> "Pictures":
        """Return the images at some indices."""
        return Pictures(self.pixels[indices], self.labels[indices])
