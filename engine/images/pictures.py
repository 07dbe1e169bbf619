"""Opening any picture safely, with notes on every conversion.

Nothing is decoded before its size is checked, only common raster formats are tried, and
each conversion is noted in a sentence.
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
MAXIMUM_PIXELS = 60_000_000  # four bytes each once decoded
_DEEP_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_EXIF_ORIENTATION = 0x0112


@dataclass(frozen=True)
class Picture:
    """A picture as a viewer shows it: upright, opaque, RGB."""

    name: str
    image: Image.Image  # mode "RGB"
    notes: tuple[str, ...] = ()  # sentences on its conversion


def open_picture(content: bytes, name: str) -> Picture:
    """Return a picture from the bytes of a file.

    Args:
        content: The file.
        name: Its file name; the extension is not trusted.

    Raises:
        PictureError: Not a picture, too large, damaged, or in an unsupported
            format; the message says which.
    """
    if len(content) > MAXIMUM_BYTES:
        raise PictureError(
            f"{name} is {len(content) / 2**20:,.0f} MB; "
            f"the limit is {MAXIMUM_BYTES // 2**20} MB."
        )
    _refuse_other_formats(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # wrong metadata is not an error
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
    # Pillow's decoders raise any of these on damaged files.
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


def _refuse_other_formats(content: bytes, name: str) -> None:
    """Raise for files that are often mistaken for raster images."""
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
    dimensions = f" ({size[0]:,} × {size[1]:,})" if size else ""
    most = MAXIMUM_PIXELS // 1_000_000
    return f"{name} has too many pixels{dimensions}; the limit is {most} million."


def _decode(image: Image.Image, name: str) -> Picture:
    """Return the decoded picture with notes on its conversion."""
    width, height = image.size
    if width * height > MAXIMUM_PIXELS:
        raise PictureError(_too_many_pixels(name, image.size))
    notes = []
    frames = getattr(image, "n_frames", 1)
    if frames > 1 and image.format != "MPO":  # MPO: a photo with an embedded preview
        notes.append(f"Animated: only the first of its {frames} frames is used.")
    if image.mode == "CMYK":
        notes.append("Converted from CMYK to RGB.")
    image.load()
    if _is_rotated(image):
        image = ImageOps.exif_transpose(image)
        notes.append("Rotated upright, as its EXIF orientation says.")
    image = _opaque(_eight_bit(image, notes), notes)
    if min(image.size) < SIZE:
        notes.append(
            f"Enlarged from {image.width} × {image.height} to {SIZE} × {SIZE} pixels."
        )
    return Picture(name, image, tuple(notes))


def _is_rotated(image: Image.Image) -> bool:
    """Return whether EXIF says that the picture must be rotated or mirrored.

    Damaged EXIF data is ignored: the picture itself can be intact.
    """
    try:
        return image.getexif().get(_EXIF_ORIENTATION, 1) in range(2, 9)
    except Exception:  # noqa: BLE001 - Pillow's parsers raise anything
        return False


def _eight_bit(image: Image.Image, notes: list[str]) -> Image.Image:
    """Return a picture with 8 bits per channel."""
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
    """Return an RGB picture with white behind transparent areas."""
    if image.mode in ("1", "L", "LA", "La"):
        notes.append("Greyscale: all three colour channels get the same values.")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        if np.asarray(image.getchannel("A")).min() < 255:
            notes.append("Transparent areas were filled with white.")
        background = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(background, image)
    return image.convert("RGB")


def to_pixels(picture: Picture, fit: str = "crop") -> NDArray[np.uint8]:
    """Return the network's input for a picture, (32, 32, 3).

    Args:
        picture: An opened picture.
        fit: "crop" takes the middle square; "pad" adds grey borders.

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
