"""Deep, inverted and profiled pictures look as they do in any viewer."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from engine.errors import PictureError
from engine.images.pictures import open_picture, to_pixels

RAMP = np.linspace(0, 1, 40 * 40, dtype=np.float32).reshape(40, 40)


def saved(image, kind="TIFF", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def shown(content):
    """Return the grey levels that the network gets, and the notes."""
    picture = open_picture(content, "scan.tif")
    return to_pixels(picture)[..., 0].astype(int), " ".join(picture.notes)


def tiff(levels, bits, number_kind, photometric=1, channels=1):
    """Return an uncompressed TIFF of any kind of number."""
    tags = TiffImagePlugin.ImageFileDirectory_v2(prefix=b"II")
    height, width = levels.shape[:2]
    values = {
        256: width, 257: height, 258: (bits,) * channels, 259: 1, 262: photometric,
        277: channels, 278: height, 339: (number_kind,) * channels,
        279: levels.nbytes,
    }  # fmt: skip
    for number, value in values.items():
        tags[number] = value
    tags.tagtype[273] = 4  # the offset of the levels: Pillow adds where the tags end
    tags[273] = 0
    return b"II*\0\x08\0\0\0" + tags.tobytes(8) + levels.tobytes()


def test_levels_that_are_not_finite_change_no_other():
    whole, _ = shown(saved(Image.fromarray(RAMP)))
    torn = RAMP.copy()
    torn[0, 0], torn[3, 5], torn[7, 7] = np.nan, np.inf, -np.inf
    with_gaps, notes = shown(saved(Image.fromarray(torn)))
    assert np.median(np.abs(whole - with_gaps)) == 0
    assert "3 levels that are not finite are shown black" in notes


def test_no_finite_level_is_refused():
    nothing = np.full((40, 40), np.nan, np.float32)
    with pytest.raises(PictureError, match=r"^scan.tif contains no finite level"):
        shown(saved(Image.fromarray(nothing)))


@pytest.mark.parametrize(
    ("scale", "offset"), [(1, 0), (255, 0), (60_000, 0), (40, 270), (8, -4), (1e6, 0)]
)
def test_float_levels_of_any_range_become_the_same_ramp(scale, offset):
    levels = (RAMP * scale + offset).astype(np.float32)
    ramp, notes = shown(saved(Image.fromarray(levels)))
    assert ramp.min() <= 8
    assert ramp.max() >= 247
    assert ("were scaled" in notes) == (offset != 0 or scale > 255)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_min_is_white_is_not_shown_as_a_negative(dtype):
    levels = (RAMP * np.iinfo(dtype).max).astype(dtype)
    bits = levels.itemsize * 8
    plain, _ = shown(tiff(levels, bits, 1))
    inverted, _ = shown(tiff(np.iinfo(dtype).max - levels, bits, 1, photometric=0))
    np.testing.assert_allclose(plain, inverted, atol=1)
    assert plain[0, 0] < 20 < 200 < plain[-1, -1]


@pytest.mark.parametrize(
    ("dtype", "channels", "said"),
    [
        (np.float64, 1, "1 channel of 64-bit floating-point levels"),
        (np.float32, 3, "3 channels of 32-bit floating-point levels"),
    ],
)
def test_other_tiffs_are_refused_by_their_kind(dtype, channels, said):
    levels = np.repeat(RAMP[..., None], channels, axis=-1).astype(dtype)
    content = tiff(levels, levels.itemsize * 8, 3, 1 if channels == 1 else 2, channels)
    with pytest.raises(PictureError, match=said):
        open_picture(content, "scan.tif")


def test_colour_profile_is_converted():
    picture = Image.new("RGB", (40, 40), (200, 90, 40))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    same = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile, said in ((same, ""), (lab, "profile"), (b"no profile", "profile")):
        opened = open_picture(saved(picture, "PNG", icc_profile=profile), "a.png")
        assert (said in " ".join(opened.notes)) if said else not opened.notes


def test_profile_called_srgb_is_not_trusted():
    """A profile that swaps red and blue, under the usual name."""
    profile = bytearray(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    red, blue = (profile.index(name, 128) for name in (b"rXYZ", b"bXYZ"))
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    picture = Image.new("RGB", (40, 40), (200, 30, 40))
    content = saved(picture, "PNG", icc_profile=bytes(profile))
    opened = open_picture(content, "a.png")
    red_level, _, blue_level = opened.image.getpixel((20, 20))
    assert blue_level > 150 > 80 > red_level
    assert opened.notes == ("Converted from its colour profile to sRGB.",)
