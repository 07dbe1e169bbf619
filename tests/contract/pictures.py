"""Pictures for the tests: generated, so that every run uses the same."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from PIL import Image

from engine.images.pictures import open_picture

COLOURS = {"blue": (40, 60, 220), "green": (40, 200, 60), "red": (220, 50, 40)}
_WHEN = (2020, 1, 1, 0, 0, 0)  # fixed, so that the bytes are the same


def png(pixels):
    """Return an array as the bytes of a PNG."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def noisy(colour, seed):
    """Return 32 × 32 pixels of a colour with noise."""
    random = np.random.default_rng(seed)
    levels = np.asarray(colour) + random.normal(0, 30, (32, 32, 3))
    return np.clip(levels, 0, 255).astype(np.uint8)


def zipped(each):
    """Return a ZIP of one folder for each colour, `each` pictures in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for index, (name, colour) in enumerate(COLOURS.items()):
            for number in range(each):
                member = zipfile.ZipInfo(f"own/{name}/{number}.png", _WHEN)
                picture = noisy(colour, [index, number])
                archive.writestr(member, png(picture))
    return file.getvalue()


def opened(kind):
    """Return the picture of a kind, good or bad, opened like a user's."""
    return open_picture(_CONTENTS[kind], kind)


_CONTENTS = {
    "red": png(noisy(COLOURS["red"], 99)),
    "one pixel": png(np.zeros((1, 1, 3), np.uint8)),
    "grey": png(np.full((50, 70), 90, np.uint8)),
    "deep": png(np.full((40, 40), 40_000, np.uint16)),
    "clear": png(np.zeros((40, 40, 4), np.uint8)),
    "torn": png(noisy(COLOURS["red"], 1))[:700],
    "empty": b"",
    "words": b"no picture at all",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}
KINDS = tuple(_CONTENTS)


def answer(predictor, kind):
    from engine.images.calibration import probabilities

    answer = predictor.classify(opened(kind))
    assert len(answer.top(99)) == len(answer.classes) == len(answer.probabilities)
    return probabilities(answer.logits, 1.0)


def together(predictor):
    items = np.random.default_rng(0).integers(0, 256, (5, 32, 32, 3), np.uint8)
    alone = np.concatenate([predictor.one_view(item[None]) for item in items])
    return alone, predictor.one_view(items)


def uneven(predictor):
    """Pictures are not padded but cropped: a wide one gives the same middle."""
    from engine.images.pictures import Picture, to_pixels

    plain = opened("red")
    wide = plain.image.crop((-20, 0, 52, 32))
    pixels = [to_pixels(p, "crop") for p in (plain, Picture("wide", wide))]
    return predictor.one_view(pixels[0][None]), predictor.one_view(pixels[1][None])
