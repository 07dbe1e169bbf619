"""A picture reduced to what a page needs of it.

A photo of 60 million pixels takes 180 MB once it is decoded, and a user can upload
sixty. So each is decoded once, and only this stays in memory.
"""

import io
from dataclasses import dataclass

from PIL import Image

from engine.images.analysis import drawings
from engine.images.pictures import Picture, to_pixels
from engine.images.pixels import Pixels

PREVIEW = 360  # pixels of the longer side, at most
_QUALITY = 88  # of the JPEG: up to sixty are sent to the browser at once


@dataclass(frozen=True, eq=False)
class PreparedPicture:
    """The network's inputs, a preview and the notes of a picture."""

    id: str  # "drawn-cat", unique on the page
    name: str
    notes: tuple[str, ...]  # on its conversion
    crop: Pixels  # its middle square, (32, 32, 3)
    pad: Pixels  # all of it on grey, (32, 32, 3)
    preview: bytes  # a photo as JPEG, single pixels as PNG
    truth: str = ""  # the true class; "" if unknown

    def pixels(self, fit: str) -> Pixels:
        """Return the network's input (32, 32, 3) for the fit "crop" or "pad"."""
        return self.pad if fit == "pad" else self.crop


def prepare(picture: Picture, id: str) -> PreparedPicture:
    """Return an opened picture, prepared."""
    small = picture.image.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=_QUALITY)
    return PreparedPicture(
        id,
        picture.name,
        picture.notes,
        to_pixels(picture, "crop"),
        to_pixels(picture, "pad"),
        file.getvalue(),
    )


def prepare_drawing(name: str) -> PreparedPicture:
    """Return one of the drawings.

    Raises:
        KeyError: There is no drawing of that name.
    """
    return prepare(drawings.load(name), f"drawn-{name}")


def prepare_pixels(
    pixels: Pixels, name: str, id: str, truth: str = ""
) -> PreparedPicture:
    """Return a picture of 32 × 32 pixels."""
    return PreparedPicture(id, name, (), pixels, pixels, png(pixels), truth)


def png(pixels: Pixels) -> bytes:
    """Return uint8 pixels (H, W, 3) or (H, W) as the content of a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
