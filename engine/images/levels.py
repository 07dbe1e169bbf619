"""Any depth and colour space as 8 bits of sRGB, each conversion noted in a sentence.

H, W pixels.
"""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageCms, ImageOps, TiffImagePlugin

from engine.errors import PictureError

_DEEP_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_BITS, _PHOTOMETRIC, _SAMPLES, _SAMPLE_FORMAT = 258, 262, 277, 339  # TIFF's tags
_WHITE_IS_ZERO = 0
_NUMBER_KINDS = {1: "integer", 2: "signed integer", 3: "floating-point", 5: "complex"}
_TOPS = (1.0, 255.0, 65_535.0)  # largest level of the usual scales
_VISIBLE = 3  # levels of 255: a smaller change is not seen
_GREY_NOTE = "Reduced to 256 levels of grey."


def eight_bit(image: Image.Image, factor: int, notes: list[str]) -> Image.Image:
    """Return a picture with 8 bits per channel, black where it is meant to be black.

    Args:
        image: Of any mode; one that has 8 bits already is returned as it is.
        factor: By which a deep one is reduced first, both ways.
        notes: Sentences on the conversion are added.

    Raises:
        PictureError: All levels are NaN or infinite.
    """
    if image.mode not in _DEEP_MODES:
        return image
    small = image
    if factor > 1:
        whole = image.convert("I") if image.mode.startswith("I;16") else image
        small = whole.reduce(factor)
    levels = np.asarray(small, np.float32)  # (H, W)
    finite = np.isfinite(levels)
    if not finite.any():
        raise PictureError("contains no finite level: there is nothing to show")
    if not finite.all():
        count = levels.size - int(finite.sum())
        are = (
            "level that is not finite is"
            if count == 1
            else "levels that are not finite are"
        )
        notes.append(f"{count:,} {are} shown black.")
    bottom, top = _scale(image, levels[finite])
    if (bottom, top) == (0, 255):
        pass
    elif (bottom, top) in [(0, each) for each in _TOPS] or _bits(image):
        notes.append(_GREY_NOTE)
    else:
        notes.append(f"Levels from {bottom:g} to {top:g} were scaled to 0 to 255.")
    levels = np.where(finite, (levels - bottom) / (top - bottom or 1), 0)
    shown = np.rint(255 * np.clip(levels, 0, 1)).astype(np.uint8)
    grey = Image.fromarray(shown)
    white_is_zero = _tag(image, _PHOTOMETRIC) == _WHITE_IS_ZERO
    return ImageOps.invert(grey) if white_is_zero else grey


def _scale(image: Image.Image, levels: NDArray[np.float32]) -> tuple[float, float]:
    """Return the levels that become black and white, of finite ones.

    Those of a usual scale; of others the lowest and the highest.
    """
    if image.mode.startswith("I;16"):
        return 0.0, float(2 ** (_bits(image) or 16) - 1)
    lowest, highest = float(levels.min()), float(levels.max())
    tops = _TOPS[:2] if image.mode == "F" else _TOPS[1:]
    usual = (top for top in tops if lowest >= 0 and highest <= top)
    top = next(usual, None)
    return (0.0, top) if top else (lowest, highest)


def _bits(image: Image.Image) -> int:
    """Return the bits of a level that a TIFF states where they are 9 to 16, else 0."""
    stated = _tag(image, _BITS)
    bits = int(stated[0]) if isinstance(stated, tuple) and stated else 0
    return bits if 8 < bits <= 16 else 0


def _tag(image: Image.Image, number: int) -> Any:
    """Return a tag of a TIFF; None for other formats and where there is none."""
    tags = getattr(image, "tag_v2", None)
    return None if tags is None else tags.get(number)


def to_srgb(image: Image.Image, profile: bytes | None, notes: list[str]) -> Image.Image:
    """Return a picture in sRGB, converted from its embedded colour profile.

    Its name is not trusted: a profile can be called sRGB and be something else.
    """
    if not profile or image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        notes.append("Its colour profile cannot be read; colours can be slightly off.")
        return image
    if converted is None:
        return image
    difference = ImageChops.difference(converted, image.convert(mode))
    if np.asarray(difference).max() > _VISIBLE:
        notes.append("Converted from its colour profile to sRGB.")
        return converted
    return image  # it was sRGB already, but for rounding


def kind_of_tiff(content: bytes) -> str:
    """Return what the pixels of a TIFF are, in words: for one that cannot be opened.

    Empty where the file is not a TIFF, or its header is damaged.
    """
    if content[:4] not in (b"II*\0", b"MM\0*"):
        return ""
    try:
        tags = TiffImagePlugin.ImageFileDirectory_v2(content[:8])
        file = io.BytesIO(content)
        file.seek(tags.next)
        tags.load(file)
        bits = tags.get(_BITS, (1,))[0]
        stored_as = tags.get(_SAMPLE_FORMAT, (1,))[0]
        numbers = _NUMBER_KINDS.get(stored_as, "unknown")
        channels = int(tags.get(_SAMPLES, 1))
    except Exception:  # noqa: BLE001 - Pillow's parsers raise anything
        return ""
    each = f"{channels} channels" if channels > 1 else "1 channel"
    return f"{each} of {bits}-bit {numbers} levels"
