"""Whatever is in a file, it gives a picture or a sentence, in bounded time."""

from __future__ import annotations

import io
import time
import zipfile

import numpy as np
import pytest
from PIL import Image

from engine.errors import PictureError
from engine.images import own_pictures, pictures
from engine.images.pictures import open_picture, to_pixels
from tests.contract.pictures import noisy

MUTATIONS = 5000  # in all, half of them pictures and half ZIPs


def _saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def small_pictures():
    """Return one small file of each kind that decoders treat differently."""
    colour = Image.fromarray(noisy((200, 40, 60), 1)).resize((12, 9))
    exif = Image.Exif()
    exif[0x0112] = 6
    deep = Image.fromarray(np.full((9, 12), 30_000, np.uint16))
    floats = Image.fromarray(np.linspace(0, 1, 108, dtype=np.float32).reshape(9, 12))
    palette = colour.convert("P", palette=Image.Palette.ADAPTIVE)
    return [
        *(_saved(colour, kind) for kind in ("PNG", "GIF", "WEBP", "BMP", "TIFF")),
        _saved(colour, "JPEG", exif=exif),
        _saved(colour.convert("CMYK"), "JPEG"),
        _saved(palette, "PNG", transparency=3, exif=exif),
        *(_saved(deep, kind) for kind in ("PNG", "TIFF")),
        _saved(floats, "TIFF"),
        _saved(colour.convert("RGBA"), "WEBP"),
        _saved(colour, "TIFF", compression="tiff_lzw"),
    ]


def zips():
    """Return one small ZIP for each method of compression."""
    picture = _saved(Image.new("RGB", (4, 4)), "PNG")
    contents = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA,
                   zipfile.ZIP_BZIP2):  # fmt: skip
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            for name in ("kočka/1.png", "kočka/2.png", "pes/1.png", "pes/2.png"):
                archive.writestr(name, picture)
        contents.append(file.getvalue())
    return contents


def mutated(intacts, count, seed):
    """Yield files with bytes changed, cut or repeated at random."""
    random = np.random.default_rng(seed)
    for number in range(count):
        content = bytearray(intacts[number % len(intacts)])
        for position in random.integers(0, len(content), random.integers(1, 9)):
            content[position] = random.choice([0, 255, random.integers(0, 256)])
        if number % 7 == 0:
            del content[random.integers(0, len(content)) :]
        if number % 11 == 0:
            start = random.integers(0, len(content) + 1)
            content[start:start] = content[: random.integers(0, 40)]
        yield bytes(content)


def test_mutated_pictures_are_opened_or_refused_in_a_sentence():
    sentences = []
    for content in mutated(small_pictures(), MUTATIONS // 2, seed=0):
        try:
            pixels = to_pixels(open_picture(content, "torn.png"))
        except PictureError as error:
            sentences.append(str(error))
            continue
        assert pixels.shape == (32, 32, 3)
    assert all(words.startswith("torn.png ") for words in sentences)
    assert 100 < len(sentences) < MUTATIONS // 2 - 100


def test_mutated_zips_are_read_or_refused_in_a_sentence():
    sentences = []
    for content in mutated(zips(), MUTATIONS // 2, seed=1):
        try:
            read, classes = own_pictures.read(content, "own.zip")
        except PictureError as error:
            sentences.append(str(error))
            continue
        assert len(read) >= 2 * len(classes)
    assert all(words.endswith(".") for words in sentences)
    assert 100 < len(sentences) < MUTATIONS // 2


def test_separators_of_windows_are_read():
    (content, *_) = zips()
    windows = content.replace(b"pes/", b"pes\\")
    _, classes = own_pictures.read(windows, "own.zip")
    assert classes == ("kočka", "pes")


def test_entry_without_a_name_is_no_trace():
    (content, *_) = zips()
    pixels, _ = own_pictures.read(content, "own.zip")
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(zipfile.ZipInfo("\0"), b"")
    again, _ = own_pictures.read(file.getvalue(), "own.zip")
    assert len(again) == len(pixels)


def test_long_comments_of_a_png_are_skipped():
    from PIL import PngImagePlugin

    notes = PngImagePlugin.PngInfo()
    notes.add_text("note", "a" * 2_000_000, zip=True)
    content = _saved(Image.new("RGB", (40, 40), (9, 200, 9)), "PNG", pnginfo=notes)
    assert len(content) < 10_000
    assert to_pixels(open_picture(content, "a.png"))[16, 16].tolist() == [9, 200, 9]


@pytest.mark.parametrize("size", [(2000, 10), (1, 500), (3000, 1)])
def test_a_row_or_a_column_of_the_narrowest_picture_is_left(size):
    content = _saved(Image.new("RGB", size, (250, 10, 10)), "PNG")
    pixels = to_pixels(open_picture(content, "line.png"), "pad")
    red = (pixels == (250, 10, 10)).all(axis=-1)
    assert red.any(axis=0).all() or red.any(axis=1).all()


def test_small_file_of_many_pixels_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(pictures, "MAXIMUM_PIXELS", 10_000)
    monkeypatch.setattr(Image.Image, "reduce", None)
    content = _saved(Image.new("P", (101, 100)), "PNG")
    with pytest.raises(PictureError, match=r"too many pixels \(101 × 100\)"):
        open_picture(content, "large.png")


def test_large_pictures_are_kept_small():
    for kind in ("JPEG", "PNG"):
        content = _saved(Image.new("RGB", (1600, 1200), (9, 200, 9)), kind)
        started = time.process_time()
        picture = open_picture(content, "photo")
        assert time.process_time() - started < 1
        assert min(picture.image.size) < 300


def test_a_zip_is_opened_once_however_often_it_is_checked(monkeypatch):
    (content, *_) = zips()
    words = own_pictures.check(content, "mine.zip")
    monkeypatch.setattr(own_pictures, "read", None)
    assert own_pictures.check(content, "mine.zip") == words
