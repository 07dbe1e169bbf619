"""Any file that a user drops gives a picture or one clear sentence."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from engine.errors import PictureError
from engine.images import pictures
from engine.images.analysis import drawings
from engine.images.pictures import Picture, open_picture, to_pixels

RED, BLUE = (220, 30, 40), (30, 40, 220)


def saved(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def plain(mode="RGB", colour=RED, size=(60, 40)):
    return Image.new(mode, size, colour)


def middle(picture):
    """Return the colour in the middle of what the network gets."""
    return to_pixels(picture, "crop")[16, 16].astype(int)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_common_formats_are_read(kind):
    picture = open_picture(saved(plain(), kind), f"red.{kind.lower()}")
    assert picture.image.mode == "RGB"
    assert picture.image.size == (60, 40)
    assert not picture.notes
    np.testing.assert_allclose(middle(picture), RED, atol=6)


def halves(first, second, size=(64, 32)):
    image = Image.new("RGB", size, second)
    image.paste(first, (0, 0, size[0] // 2, size[1]))
    return image


@pytest.mark.parametrize("notes", [b"II*\0", b"no notes at all", b""])
def test_damaged_exif_data_is_ignored(notes):
    options = {"exif": b"Exif\0\0" + notes}
    picture = open_picture(saved(plain(), "PNG", **options), "red.png")
    assert picture.notes == ()


def test_sixteen_bits_are_reduced_to_eight():
    levels = np.full((40, 60), 257 * 90, np.uint16)
    picture = open_picture(saved(Image.fromarray(levels)), "deep.png")
    np.testing.assert_array_equal(middle(picture), [90, 90, 90])


def test_photo_is_rotated_as_its_exif_data_says():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side: to be turned right
    picture = open_picture(saved(halves(RED, BLUE), "JPEG", exif=exif), "photo.jpg")
    assert picture.image.size == (32, 64)
    assert "upright" in " ".join(picture.notes)
    top, bottom = picture.image.getpixel((16, 5)), picture.image.getpixel((16, 58))
    np.testing.assert_allclose(top, RED, atol=8)
    np.testing.assert_allclose(bottom, BLUE, atol=8)


def test_first_frame_of_an_animation_is_used_and_noted():
    content = saved(
        plain(), "GIF", save_all=True, append_images=[plain(colour=BLUE), plain()]
    )
    picture = open_picture(content, "dance.gif")
    np.testing.assert_allclose(middle(picture), RED, atol=6)
    assert "first of its 3 frames" in " ".join(picture.notes)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_ground_is_put_behind_what_is_transparent(mode):
    image = Image.new("RGBA", (40, 40), (*RED, 0)).convert(mode)
    options = {"transparency": image.getpixel((0, 0))} if mode == "P" else {}
    picture = open_picture(saved(image, **options), "clear.png")
    np.testing.assert_allclose(middle(picture), pictures.GROUND)
    assert f"filled with {pictures.GROUND_NAME}" in " ".join(picture.notes)


def test_opaque_picture_with_an_alpha_channel_is_left_alone():
    picture = open_picture(saved(plain("RGBA", (*RED, 255))), "opaque.png")
    assert not picture.notes


def test_cmyk_becomes_rgb():
    content = saved(plain("CMYK", (0, 255, 255, 0)), "JPEG", quality=95)
    picture = open_picture(content, "print.jpg")
    red, *rest = middle(picture)
    assert red > 200
    assert max(rest) < 60
    assert "CMYK" in " ".join(picture.notes)


def test_sixteen_bits_keep_their_brightness():
    levels = np.full((40, 40), 65_535 // 2, np.uint16)
    picture = open_picture(saved(Image.fromarray(levels)), "deep.png")
    np.testing.assert_allclose(middle(picture), 127, atol=1)
    assert "256" in " ".join(picture.notes)


def test_greyscale_is_noted():
    picture = open_picture(saved(plain("L", 90)), "grey.png")
    np.testing.assert_allclose(middle(picture), 90)
    assert "Greyscale" in " ".join(picture.notes)
    black = open_picture(saved(plain("1", 0)), "fax.png")
    np.testing.assert_allclose(middle(black), 0)


def test_one_pixel_is_enlarged_and_noted():
    picture = open_picture(saved(plain(size=(1, 1))), "dot.png")
    np.testing.assert_allclose(to_pixels(picture), np.full((32, 32, 3), RED), atol=1)
    assert "1 × 1" in " ".join(picture.notes)
    thin = open_picture(saved(plain(size=(3000, 1))), "line.png")
    for fit in ("crop", "pad"):
        assert to_pixels(thin, fit).shape == (32, 32, 3)


def bomb(width, height):
    """Return a PNG that declares a size and holds next to nothing."""

    def chunk(kind, body):
        checked = kind + body
        return (
            struct.pack(">I", len(body))
            + checked
            + struct.pack(">I", zlib.crc32(checked))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
SVG = b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'></svg>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"just some words", "not a picture in a supported format"),
        (bytes(2000), "not a picture in a supported format"),
        (SVG, "SVG"),
        (b"  <SVG width='3'/>", "SVG"),
        (HEIC, "HEIC"),
        (b"%PDF-1.7 ...", "PDF"),
        (saved(plain())[:60], "damaged|not a picture"),
        (saved(drawings.load("cat").image)[:9000], "damaged"),
        (saved(drawings.load("cat").image, "JPEG")[:3000], "damaged"),
        (bomb(20_000, 20_000), "too many pixels"),
        (bomb(9_000, 9_000), "too many pixels"),
        (bomb(2**31 - 1, 2**31 - 1), "too many pixels|damaged"),
        (bomb(0, 10), "damaged|not a picture"),
    ],
    ids=[
        *("empty", "words", "zeros", "svg", "svg without xml", "heic", "pdf"),
        *("torn header", "torn png", "torn jpeg", "400 million", "81 million"),
        *("absurd", "no width"),
    ],
)
def test_other_files_are_refused_in_a_sentence(content, said):
    with pytest.raises(PictureError, match=said) as refused:
        open_picture(content, "holiday.png")
    assert str(refused.value).startswith("holiday.png ")
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_huge_file_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(pictures, "MAXIMUM_BYTES", 1000)
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(PictureError, match="the limit is"):
        open_picture(bytes(1001), "huge.png")


def test_picture_is_cropped_or_padded():
    image = Image.new("RGB", (96, 32), RED)
    image.paste(BLUE, (32, 0, 64, 32))
    picture = Picture("wide", image)
    np.testing.assert_allclose(
        to_pixels(picture, "crop")[8:24, 8:24], [[BLUE] * 16] * 16
    )
    padded = to_pixels(picture, "pad")
    np.testing.assert_allclose(padded[0, 0], pictures.GROUND)
    np.testing.assert_allclose(padded[16, 2], RED, atol=12)
    np.testing.assert_allclose(padded[16, 16], BLUE, atol=12)
    with pytest.raises(ValueError, match="neither crop nor pad"):
        to_pixels(picture, "stretch")


def test_picture_of_the_right_size_is_unchanged():
    levels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    picture = open_picture(saved(Image.fromarray(levels)), "own.png")
    for fit in ("crop", "pad"):
        np.testing.assert_array_equal(to_pixels(picture, fit), levels)
