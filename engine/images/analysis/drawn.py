"""Pictures drawn by code, so that there is something to ask about without any data.

Each is a few shapes on a sky, a road or a meadow; nothing of them is from CIFAR-10.
"""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageFilter

from engine.images.analysis.brush import SIZE, ground
from engine.images.pictures import Picture

_SKY, _PALE = (112, 160, 214), (214, 228, 240)
_SEA, _DEEP = (62, 108, 150), (24, 56, 96)
_GRASS, _MEADOW = (126, 158, 84), (72, 108, 48)
_ROAD, _STONE = (120, 120, 122), (84, 84, 88)
_DARK, _GLASS, _WHITE = (34, 34, 38), (150, 186, 206), (236, 236, 232)


def draw(name: str) -> Picture:
    """Return the picture of that name, 256 × 256.

    Raises:
        KeyError: There is none; NAMES lists them.
    """
    large = _DRAWINGS[name]()
    small = large.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    grain = np.random.default_rng(7).normal(0, 4, (SIZE, SIZE, 1))
    levels = np.clip(np.asarray(small, np.float64) + grain, 0, 255)
    image = Image.fromarray(levels.astype(np.uint8))
    return Picture(name, image.filter(ImageFilter.GaussianBlur(0.7)))


def _ship() -> Image.Image:
    image, brush = ground(_SKY, _PALE, _SEA, _DEEP, 0.62)
    brush.polygon([(18, 150), (238, 144), (214, 190), (44, 192)], (150, 44, 40))
    brush.polygon([(18, 150), (238, 144), (234, 152), (22, 158)], _WHITE)
    brush.box(76, 116, 182, 148, _WHITE)
    brush.box(98, 92, 158, 118, (220, 222, 222))
    brush.box(118, 58, 140, 94, (196, 74, 48))
    brush.box(118, 58, 140, 68, _DARK)
    brush.line([(196, 146), (196, 80)], (90, 90, 92), 3)
    for left in range(84, 176, 16):
        brush.oval(left, 126, left + 8, 134, _DEEP)
    for left, top in ((0, 200), (120, 214), (60, 236), (170, 232)):
        brush.line([(left, top), (left + 70, top)], (128, 162, 188), 2)
    return image


def _automobile() -> Image.Image:
    image, brush = ground(_SKY, _PALE, _ROAD, _STONE, 0.55)
    body = (178, 30, 34)
    brush.oval(20, 196, 240, 216, (62, 62, 64))
    brush.box(18, 130, 240, 190, body, 18)
    brush.polygon([(62, 134), (92, 88), (176, 88), (212, 134)], body)
    brush.polygon([(74, 132), (97, 96), (130, 96), (130, 132)], _GLASS)
    brush.polygon([(138, 132), (138, 96), (172, 96), (198, 132)], _GLASS)
    brush.box(18, 162, 240, 170, (130, 20, 24))
    brush.oval(224, 142, 240, 158, (250, 236, 170))
    brush.wheel(70, 188, 25)
    brush.wheel(190, 188, 25)
    return image


def _truck() -> Image.Image:
    image, brush = ground(_PALE, _WHITE, _ROAD, _STONE, 0.6)
    brush.oval(10, 206, 248, 222, (66, 66, 68))
    brush.box(12, 56, 168, 178, (232, 232, 226), 3)
    brush.box(12, 96, 168, 120, (40, 92, 156))
    brush.box(172, 96, 244, 190, (40, 92, 156), 8)
    brush.polygon([(196, 104), (232, 104), (240, 138), (196, 138)], _GLASS)
    brush.box(12, 178, 240, 194, _DARK)
    for place in (48, 92, 210):
        brush.wheel(place, 196, 21)
    return image


def _airplane() -> Image.Image:
    image, brush = ground((70, 126, 200), _PALE, _PALE, _WHITE, 0.9)
    brush.polygon([(116, 128), (164, 124), (96, 214), (74, 216)], (186, 190, 196))
    brush.polygon([(122, 116), (160, 112), (120, 52), (104, 54)], (206, 210, 214))
    brush.box(26, 104, 222, 136, _WHITE, 16)
    brush.polygon([(200, 104), (248, 118), (222, 136), (200, 136)], _WHITE)
    brush.polygon([(28, 112), (12, 62), (40, 62), (66, 106)], (34, 84, 150))
    brush.polygon([(30, 124), (10, 146), (28, 148), (60, 130)], (196, 200, 204))
    for left in range(70, 196, 13):
        brush.oval(left, 112, left + 6, 119, _DEEP)
    return image


def _bird() -> Image.Image:
    image, brush = ground(_PALE, (206, 220, 196), _GRASS, _MEADOW, 0.86)
    brush.line([(0, 204), (256, 188)], (92, 66, 44), 12)
    brush.polygon([(62, 152), (12, 196), (26, 206), (92, 172)], (98, 66, 44))
    brush.oval(54, 92, 176, 190, (150, 98, 58))
    brush.oval(92, 118, 176, 190, (216, 128, 72))
    brush.oval(132, 60, 198, 126, (150, 98, 58))
    brush.polygon([(194, 86), (230, 98), (194, 106)], (226, 168, 48))
    brush.polygon([(64, 118), (136, 122), (88, 170), (50, 160)], (104, 68, 42))
    brush.oval(168, 80, 180, 92, _DARK)
    for place in (112, 136):
        brush.line([(place, 186), (place, 200)], (190, 120, 60), 4)
    return image


def _cat() -> Image.Image:
    image, brush = ground((196, 178, 156), (170, 150, 128), _STONE, _ROAD, 0.92)
    fur, inner = (142, 122, 104), (206, 158, 150)
    brush.polygon([(50, 100), (62, 22), (118, 68)], fur)
    brush.polygon([(206, 100), (194, 22), (138, 68)], fur)
    brush.polygon([(64, 84), (70, 42), (100, 70)], inner)
    brush.polygon([(192, 84), (186, 42), (156, 70)], inner)
    brush.oval(40, 56, 216, 226, fur)
    for left in (98, 122, 146):
        brush.line([(left + 6, 66), (left + 4, 98)], (88, 72, 60), 7)
    brush.oval(92, 150, 164, 214, (222, 208, 192))
    for left in (78, 142):
        brush.oval(left, 112, left + 36, 144, (196, 204, 96))
        brush.oval(left + 13, 113, left + 23, 143, _DARK)
    brush.polygon([(116, 160), (140, 160), (128, 174)], (190, 110, 108))
    brush.line([(128, 174), (128, 186)], (110, 70, 66), 3)
    for tip in (150, 168, 186):
        brush.line([(100, 176), (30, tip)], _WHITE, 2)
        brush.line([(156, 176), (226, tip)], _WHITE, 2)
    return image


def _frog() -> Image.Image:
    image, brush = ground(
        (96, 116, 62), (84, 100, 52), (110, 88, 58), (82, 64, 42), 0.6
    )
    skin, dark = (92, 150, 52), (60, 108, 36)
    brush.oval(16, 124, 104, 220, dark)
    brush.oval(152, 124, 240, 220, dark)
    brush.oval(40, 92, 216, 218, skin)
    brush.oval(60, 150, 196, 218, (190, 200, 128))
    for left in (56, 148):
        brush.oval(left, 58, left + 52, 112, skin)
        brush.oval(left + 8, 64, left + 44, 102, (228, 206, 84))
        brush.oval(left + 16, 72, left + 36, 94, _DARK)
    brush.line([(70, 142), (128, 158), (186, 142)], (44, 76, 30), 4)
    for left in (34, 176):
        brush.polygon([(left, 226), (left + 24, 194), (left + 48, 226)], skin)
    for left, top in ((96, 112), (140, 118), (118, 128)):
        brush.oval(left, top, left + 14, top + 10, dark)
    return image


def _deer() -> Image.Image:
    image, brush = ground((190, 206, 190), (150, 176, 128), _GRASS, _MEADOW, 0.56)
    coat, horn = (158, 106, 62), (112, 78, 48)
    for place in (72, 92, 150, 168):
        brush.line([(place, 150), (place, 226)], (130, 86, 50), 9)
    brush.oval(52, 106, 186, 170, coat)
    brush.polygon([(150, 120), (182, 126), (206, 70), (182, 64)], coat)
    brush.oval(172, 48, 226, 84, coat)
    brush.oval(208, 58, 238, 80, (132, 88, 54))
    brush.oval(162, 48, 186, 62, coat)
    brush.oval(194, 57, 202, 65, _DARK)
    for lean in (-22, 10):
        brush.line([(188, 52), (186 + lean, 14)], horn, 5)
        brush.line([(187 + lean * 0.5, 34), (200 + lean, 20)], horn, 4)
    brush.oval(42, 118, 62, 140, _WHITE)
    return image


def _sunset() -> Image.Image:
    image, brush = ground(
        (70, 40, 92), (246, 150, 70), (120, 54, 60), (30, 22, 44), 0.66
    )
    brush.oval(92, 112, 164, 184, (255, 222, 130))
    brush.box(0, 169, 256, 256, (74, 38, 58))
    for top in range(176, 250, 12):
        brush.line([(104, top), (152, top)], (226, 140, 84), 3)
    return image


# The last one is none of the ten classes, on purpose.
_DRAWINGS: Mapping[str, Callable[[], Image.Image]] = {
    "ship": _ship,
    "automobile": _automobile,
    "truck": _truck,
    "airplane": _airplane,
    "bird": _bird,
    "cat": _cat,
    "frog": _frog,
    "deer": _deer,
    "sunset": _sunset,
}
NAMES = tuple(_DRAWINGS)
