"""A picture made small for keeping: what a page needs of it, and no more.

A photo of sixty million pixels takes 180 MB once it is open; a person may drop
sixty. So each is opened once, and only this stays.
"""

import io
from dataclasses import dataclass

from PIL import Image

from engine.images.analysis import drawings
from engine.images.pictures import Picture, to_pixels
from engine.images.pixels import Pixels

PREVIEW = 360  # pixels of the longer side, at most
_QUALITY = 88  # of its JPEG: sixty of them travel to a browser at once


@dataclass(frozen=True, eq=False)
class Held:
    """What is kept of a picture."""

    id: str  # "drawn-cat": told apart from every other on the page
    name: str
    notes: tuple[str, ...]  # what was odd about it
    crop: Pixels  # its middle square, (32, 32, 3)
    pad: Pixels  # all of it on grey, (32, 32, 3)
    preview: bytes  # of a photo a JPEG, of single pixels a PNG
    truth: str = ""  # the class that it truly is, where that is known

    def pixels(self, fit: str) -> Pixels:
        """Return what a network gets of it, fitted by "crop" or "pad"."""
        return self.pad if fit == "pad" else self.crop


def hold(picture: Picture, id: str) -> Held:
    """Return what to keep of an opened picture."""
    small = picture.image.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=_QUALITY)
    return Held(
        id,
        picture.name,
        picture.notes,
        to_pixels(picture, "crop"),
        to_pixels(picture, "pad"),
        file.getvalue(),
    )


def hold_drawn(name: str) -> Held:
    """Return one of our own drawings.

    Raises:
        KeyError: There is none of that name.
    """
    return hold(drawings.load(name), f"drawn-{name}")


def hold_pixels(pixels: Pixels, name: str, id: str, truth: str = "") -> Held:
    """Return a picture that has no more than 32 × 32 pixels."""
    return Held(id, name, (), pixels, pixels, png(pixels), truth)


def png(pixels: Pixels) -> bytes:
    """Return levels (H, W, 3) or (H, W) as the content of a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
