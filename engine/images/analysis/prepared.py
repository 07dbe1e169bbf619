"""A picture reduced to what a page needs of it.

A photo of 60 million pixels takes 180 MB once it is decoded, and a user can upload
sixty. So each is decoded once, and only this stays in memory.
"""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from engine.images.analysis import drawings, photos
from engine.images.pictures import Picture, to_pixels
from engine.images.pixels import Pixels

POSITIONS = tuple(round(0.05 * step, 2) for step in range(21))  # of a crop
PREVIEW = 360  # pixels of the longer side, at most
PNG_SIGNATURE = b"\x89PNG"
_QUALITY = 88  # of the JPEG: up to sixty are sent to the browser at once


@dataclass(frozen=True, eq=False)
class PreparedPicture:
    """The network's inputs, a preview and the notes of a picture."""

    id: str  # "drawn-cat", unique on the page
    name: str
    notes: tuple[str, ...]  # on its conversion
    pad: Pixels  # all of it, between borders, (32, 32, 3)
    crops: Pixels  # squares along its longer side, (P, 32, 32, 3); P is 1 if square
    preview: bytes  # a photo as JPEG, single pixels as PNG
    truth: str = ""  # the true class; "" if unknown

    @property
    def shows_pixels(self) -> bool:
        """Whether the preview is the network's input itself, pixel for pixel."""
        return self.preview.startswith(PNG_SIGNATURE)

    @property
    def is_square(self) -> bool:
        """Whether all of it fits into a square: "crop" and "pad" are the same."""
        return len(self.crops) == 1

    def pixels(self, fit: str, at: float = 0.5) -> Pixels:
        """Return the network's input, (32, 32, 3).

        Args:
            fit: "crop" or "pad".
            at: Where the crop lies along the longer side, 0 to 1, rounded to POSITIONS.
        """
        if fit == "pad":
            return self.pad
        crop: Pixels = self.crops[round(at * (len(self.crops) - 1))]
        return crop


def prepare(picture: Picture, id: str, truth: str = "") -> PreparedPicture:
    """Return an opened picture, prepared; `truth` is its true class, if known."""
    small = picture.image.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=_QUALITY)
    is_square = picture.image.width == picture.image.height
    positions = (0.5,) if is_square else POSITIONS
    return PreparedPicture(
        id,
        picture.name,
        picture.notes,
        to_pixels(picture, "pad"),
        np.stack([to_pixels(picture, "crop", at) for at in positions]),
        file.getvalue(),
        truth,
    )


def prepare_drawing(name: str) -> PreparedPicture:
    """Return one of the drawings.

    Raises:
        KeyError: There is no drawing of that name.
    """
    return prepare(drawings.load(name), f"drawn-{name}")


def prepare_photo(name: str) -> PreparedPicture:
    """Return one of the photos.

    Raises:
        KeyError: There is no photo of that name.
    """
    return prepare(photos.load(name), f"photo-{name}")


def prepare_pixels(
    pixels: Pixels, name: str, id: str, truth: str = ""
) -> PreparedPicture:
    """Return a picture of 32 × 32 pixels."""
    return PreparedPicture(id, name, (), pixels, pixels[None], png(pixels), truth)


def png(pixels: Pixels) -> bytes:
    """Return uint8 pixels (H, W, 3) or (H, W) as the content of a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
