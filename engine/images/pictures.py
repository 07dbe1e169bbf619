"""Opening any picture that a person drops, safely, and saying what became of it.

Nothing is decoded before its size is known, only common formats of pixels are
tried, and whatever is odd about a picture is said in a sentence.
"""

import io
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.errors import PictureError
from engine.images.pixels import SIZE

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff")
MAXIMUM_MEGABYTES = 30
MAXIMUM_BYTES = MAXIMUM_MEGABYTES * 1024 * 1024
MAXIMUM_PIXELS = 60_000_000  # decoded they are four bytes each
_DEEP_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_EXIF_TURN = 0x0112


@dataclass(frozen=True)
class Picture:
    """A picture as a person sees it: turned, opaque, red, green and blue."""

    name: str
    image: Image.Image  # mode "RGB"
    notes: tuple[str, ...] = ()  # sentences on what was odd about it


def open_picture(content: bytes, name: str) -> Picture:
    """Return a picture from the bytes of a file.

    Args:
        content: The file.
        name: What a person calls it; its ending is not trusted.

    Raises:
        PictureError: Not a picture, too large, damaged, or of a kind that is not
            read; the message says which.
    """
    if len(content) > MAXIMUM_BYTES:
        raise PictureError(
            f"{name} has {len(content) / 2**20:,.0f} MB; "
            f"the limit is {MAXIMUM_BYTES // 2**20} MB."
        )
    _refuse_known_others(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a wrong claim in a file is no defect
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(Image.open(io.BytesIO(content), formats=FORMATS), name)
    except UnidentifiedImageError as error:
        listed = ", ".join(FORMATS)
        raise PictureError(
            f"{name} is not a picture in a supported format: {listed}."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(_too_many_pixels(name)) from error
    except MemoryError as error:
        raise PictureError(
            f"{name} is too large for this computer’s memory."
        ) from error
    # Pillow's decoders raise whatever a damaged file leads them to.
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        KeyError,
        IndexError,
        OverflowError,
        ZeroDivisionError,
        AttributeError,
    ) as error:
        raise PictureError(
            f"{name} is damaged or incomplete ({error}). Save it again and retry."
        ) from error


def _refuse_known_others(content: bytes, name: str) -> None:
    """Raise for what is often mistaken for a picture of pixels."""
    start = content[:512].lstrip().lower()
    if not content:
        raise PictureError(f"{name} is empty.")
    if b"<svg" in start or (start.startswith(b"<?xml") and b"svg" in content[:4096]):
        raise PictureError(
            f"{name} is an SVG drawing, made of shapes instead of pixels. "
            "Save it as PNG and try again."
        )
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise PictureError(
            f"{name} is a HEIC photo, a format that is not supported. "
            "Save it as JPEG and try again."
        )
    if start.startswith(b"%pdf"):
        raise PictureError(f"{name} is a PDF. Save its picture as PNG and try again.")


_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


def _too_many_pixels(name: str, size: tuple[int, int] | None = None) -> str:
    said = f" ({size[0]:,} × {size[1]:,})" if size else ""
    most = MAXIMUM_PIXELS // 1_000_000
    return f"{name} has too many pixels{said}; the limit is {most} million."


def _decode(image: Image.Image, name: str) -> Picture:
    """Return the decoded picture with its notes."""
    width, height = image.size
    if width * height > MAXIMUM_PIXELS:
        raise PictureError(_too_many_pixels(name, image.size))
    notes = []
    frames = getattr(image, "n_frames", 1)
    if frames > 1 and image.format != "MPO":  # a camera's, with a preview in it
        notes.append(f"Animated: only the first of its {frames} frames is used.")
    if image.mode == "CMYK":
        notes.append("Converted from CMYK to RGB.")
    image.load()
    if _is_turned(image):
        image = ImageOps.exif_transpose(image)
        notes.append("Rotated upright, as its EXIF orientation says.")
    image = _opaque(_shallow(image, notes), notes)
    if min(image.size) < SIZE:
        notes.append(
            f"Enlarged from {image.width} × {image.height} to {SIZE} × {SIZE} pixels."
        )
    return Picture(name, image, tuple(notes))


def _is_turned(image: Image.Image) -> bool:
    """Return whether the camera noted that the picture must be turned.

    Damaged notes are none: the picture itself may be whole.
    """
    try:
        return image.getexif().get(_EXIF_TURN, 1) in range(2, 9)
    except Exception:  # noqa: BLE001 - Pillow's parsers raise whatever they run into
        return False


def _shallow(image: Image.Image, notes: list[str]) -> Image.Image:
    """Return a picture of 8 bits a channel."""
    if image.mode not in _DEEP_MODES:
        return image
    if image.mode.startswith("I;16"):
        notes.append("Reduced to 256 levels of grey.")
        return Image.fromarray((np.asarray(image) // 257).astype(np.uint8))
    levels = np.asarray(image, np.float32)
    top = 1.0 if image.mode == "F" and levels.max(initial=0) <= 1 else 65_535.0
    if image.mode in ("I", "F") and 1 < levels.max(initial=0) <= 255:
        top = 255.0
    else:
        notes.append("Reduced to 256 levels of grey.")
    levels = np.clip(np.nan_to_num(levels) / top, 0, 1)
    return Image.fromarray(np.rint(levels * 255).astype(np.uint8))


def _opaque(image: Image.Image, notes: list[str]) -> Image.Image:
    """Return red, green and blue, with white behind what is transparent."""
    if image.mode in ("1", "L", "LA", "La"):
        notes.append("Greyscale: all three colour channels get the same values.")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        if np.asarray(image.getchannel("A")).min() < 255:
            notes.append("Transparent areas were filled with white.")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def to_pixels(picture: Picture, fit: str = "crop") -> NDArray[np.uint8]:
    """Return what the network gets of a picture, (32, 32, 3).

    Args:
        picture: An opened picture.
        fit: "crop" cuts the middle square out; "pad" keeps all of it on grey.

    Raises:
        ValueError: `fit` is neither.
    """
    if fit == "crop":
        small = ImageOps.fit(picture.image, (SIZE, SIZE), Image.Resampling.LANCZOS)
    elif fit == "pad":
        grey = (128, 128, 128)
        small = ImageOps.pad(
            picture.image, (SIZE, SIZE), Image.Resampling.LANCZOS, color=grey
        )
    else:
        raise ValueError(f"{fit!r} is neither crop nor pad")
    return np.asarray(small, np.uint8)
