"""A brush that draws soft-edged pictures: twice as large, then made small."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

SIZE = 256  # pixels of a picture, both ways
_SCALE = 2
Colour = tuple[int, int, int]


class Brush:
    """Draws in the small picture's pixels."""

    def __init__(self, pen: ImageDraw.ImageDraw) -> None:
        """Draw with a pen of Pillow's."""
        self.pen = pen

    def polygon(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """Fill what lies between some points."""
        self.pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        fill: Colour,
        round_by: float = 0,
    ) -> None:
        """Fill a box, its corners rounded."""
        self.pen.rounded_rectangle(
            self._scaled(left, top, right, bottom), round_by * _SCALE, fill
        )

    def oval(
        self, left: float, top: float, right: float, bottom: float, fill: Colour
    ) -> None:
        """Fill an ellipse."""
        self.pen.ellipse(self._scaled(left, top, right, bottom), fill)

    def line(
        self, points: list[tuple[float, float]], fill: Colour, width: float
    ) -> None:
        """Join some points."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.pen.line(scaled, fill, round(width * _SCALE), joint="curve")

    def wheel(self, x: float, y: float, radius: float) -> None:
        """Fill a dark tyre with a light hub."""
        self.oval(x - radius, y - radius, x + radius, y + radius, (34, 34, 38))
        inner = radius * 0.5
        self.oval(x - inner, y - inner, x + inner, y + inner, (168, 168, 170))

    @staticmethod
    def _scaled(*places: float) -> tuple[float, ...]:
        return tuple(place * _SCALE for place in places)


def ground(
    top: Colour, middle: Colour, below: Colour, bottom: Colour, horizon: float
) -> tuple[Image.Image, Brush]:
    """Return a sky and a ground that meet at `horizon` (0 to 1), and a brush."""
    side = SIZE * _SCALE
    rows = np.arange(side) / side
    sky = _between(top, middle, rows / max(horizon, 1e-6))
    ground = _between(below, bottom, (rows - horizon) / max(1 - horizon, 1e-6))
    column = np.where((rows < horizon)[:, None], sky, ground)
    image = Image.fromarray(np.repeat(column[:, None], side, axis=1).astype(np.uint8))
    return image, Brush(ImageDraw.Draw(image))


def _between(
    first: Colour, second: Colour, share: NDArray[np.floating]
) -> NDArray[np.floating]:
    """Return the colours on the way from one to another, (N, 3)."""
    part = np.clip(share, 0, 1)[:, None]
    return np.asarray(np.asarray(first) * (1 - part) + np.asarray(second) * part)
