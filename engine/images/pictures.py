"""Opening any picture safely, with notes on every conversion.

Nothing is decoded before its size is checked, only common raster formats are tried,
a large picture is reduced as soon as it is decoded, and each conversion is noted in a
sentence.
"""

import io
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.errors import PictureError
from engine.images.levels import eight_bit, kind_of_tiff, to_srgb
from engine.images.pixels import SIZE

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff")
MAXIMUM_MEGABYTES = 30
MAXIMUM_BYTES = MAXIMUM_MEGABYTES * 1024 * 1024
MAXIMUM_PIXELS = 40_000_000  # four bytes each once decoded
GROUND = (128, 128, 128)  # behind borders and transparent areas
GROUND_NAME = "grey"
FITS = ("pad", "crop")  # the default first
_REDUCED = 4 * SIZE  # pixels that the shorter side keeps at least
_EXIF_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt")


@dataclass(frozen=True)
class Picture:
    """A picture as a viewer shows it: upright, opaque, sRGB; large ones reduced."""

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
            file = io.BytesIO(_without_text(content))
            return _decode(Image.open(file, formats=FORMATS), name)
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        raise PictureError(_unsupported(content, name)) from error
    except Image.DecompressionBombError as error:
        raise PictureError(_too_many_pixels(name)) from error
    except MemoryError as error:
        raise PictureError(
            f"{name} is too large for this computer’s memory."
        ) from error
    # Pillow's decoders raise anything on damaged files.
    except Exception as error:
        reason = f" ({error})" if str(error) else ""
        raise PictureError(
            f"{name} is damaged or incomplete{reason}. Save it again and retry."
        ) from error


def _without_text(content: bytes) -> bytes:
    """Return a PNG without its comments, which Pillow refuses where they are long."""
    if not content.startswith(_PNG):
        return content
    kept, position = [_PNG], len(_PNG)
    while position < len(content):
        size = int.from_bytes(content[position : position + 4])
        end = position + 12 + size  # length, kind and checksum are four bytes each
        if content[position + 4 : position + 8] not in _PNG_TEXT:
            kept.append(content[position:end])
        position = end
    return b"".join(kept)


def _unsupported(content: bytes, name: str) -> str:
    """Return the sentence that refuses a file which no decoder takes."""
    kind = kind_of_tiff(content)
    if kind:
        return (
            f"{name} is a TIFF with {kind}, a kind that is not supported. "
            "Save it with 8 bits per channel, or as PNG, and try again."
        )
    return f"{name} is not a picture in a supported format: {', '.join(FORMATS)}."


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
    return (
        f"{name} has too many pixels{dimensions}; the limit is {most} million. Save it "
        "smaller and try again."
    )


def _decode(image: Image.Image, name: str) -> Picture:
    """Return the decoded picture with notes on its conversion."""
    width, height = image.size
    if width * height > MAXIMUM_PIXELS:
        raise PictureError(_too_many_pixels(name, image.size))
    notes: list[str] = []
    frames = getattr(image, "n_frames", 1)
    if frames > 1 and image.format != "MPO":  # MPO: a photo with an embedded preview
        notes.append(f"Animated: only the first of its {frames} frames is used.")
    if image.mode == "CMYK":
        notes.append("Converted from CMYK to RGB.")
    image.draft(None, _least_size(image.size))  # a JPEG is decoded smaller
    image.load()
    is_rotated, profile = _is_rotated(image), image.info.get("icc_profile")
    if is_rotated:
        image = ImageOps.exif_transpose(image)
        notes.append("Rotated upright, as its EXIF orientation says.")
    try:
        image = eight_bit(image, min(image.size) // _REDUCED, notes)
    except PictureError as error:
        raise PictureError(f"{name} {error}.") from error
    image = _opaque(to_srgb(_reduced(image), profile, notes), notes)
    if min(width, height) < SIZE:
        notes.append(f"Enlarged from {width} × {height} to {SIZE} × {SIZE} pixels.")
    return Picture(name, image, tuple(notes))


def _least_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the smallest size that loses nothing a network or the page would show."""
    factor = max(min(size) / _REDUCED, 1)
    return round(size[0] / factor), round(size[1] / factor)


def _reduced(image: Image.Image) -> Image.Image:
    """Return a picture reduced by a whole number, in a mode that can be converted."""
    if image.mode in ("P", "PA"):  # transparency of a palette needs an alpha channel
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif "transparency" in image.info and image.mode in ("L", "RGB"):
        image = image.convert("RGBA")
    factor = min(image.size) // _REDUCED
    can_be = image.mode in ("L", "LA", "RGB", "RGBA", "CMYK")
    return image.reduce(factor) if factor > 1 and can_be else image


def _is_rotated(image: Image.Image) -> bool:
    """Return whether EXIF says that the picture must be rotated or mirrored.

    Damaged EXIF data is ignored: the picture itself can be intact.
    """
    try:
        return image.getexif().get(_EXIF_ORIENTATION, 1) in range(2, 9)
    except Exception:  # noqa: BLE001 - Pillow's parsers raise anything
        return False


def _opaque(image: Image.Image, notes: list[str]) -> Image.Image:
    """Return an RGB picture with the ground behind transparent areas."""
    if image.mode in ("1", "L", "LA", "La"):
        notes.append("Greyscale: all three colour channels get the same values.")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        if np.asarray(image.getchannel("A")).min() < 255:
            notes.append(f"Transparent areas were filled with {GROUND_NAME}.")
        background = Image.new("RGBA", image.size, GROUND)
        image = Image.alpha_composite(background, image)
    return image.convert("RGB")


def to_pixels(
    picture: Picture, fit: str = FITS[0], at: float = 0.5
) -> NDArray[np.uint8]:
    """Return the network's input for a picture, (32, 32, 3).

    Args:
        picture: An opened picture.
        fit: "crop" takes a square; "pad" keeps all of it, between borders.
        at: Where the square lies along the longer side, 0 to 1: 0.5 is the middle.

    Raises:
        ValueError: `fit` is neither.
    """
    resampling = Image.Resampling.LANCZOS
    if fit == "crop":
        square = ImageOps.fit(
            picture.image, (SIZE, SIZE), resampling, centering=(at, at)
        )
        return np.asarray(square, np.uint8)
    if fit != "pad":
        raise ValueError(f"{fit!r} is neither crop nor pad")
    width, height = picture.image.size
    longer = max(width, height)
    # However narrow it is, a row or column of it is left.
    size = (max(1, round(SIZE * width / longer)), max(1, round(SIZE * height / longer)))
    page = Image.new("RGB", (SIZE, SIZE), GROUND)
    left, top = (SIZE - size[0]) // 2, (SIZE - size[1]) // 2
    page.paste(picture.image.resize(size, resampling), (left, top))
    return np.asarray(page, np.uint8)
