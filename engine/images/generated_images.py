"""Generated images that show none of CIFAR-10's classes.

The out-of-distribution rule is chosen on them and on validation images, never on a
user's pictures.
"""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from engine.images.pixels import SIZE, Pixels

COUNT = 100  # of each kind
_LARGE = 4 * SIZE  # pixels; images are drawn large, then reduced as photos are


def generate(count: int = COUNT, seed: int = 0) -> dict[str, Pixels]:
    """Return generated images by their kind, (count, 32, 32, 3) each."""
    generated = {}
    for number, (kind, draw) in enumerate(_KINDS.items()):
        random = np.random.default_rng([seed, number])
        images = [draw(random).resize((SIZE, SIZE)) for _ in range(count)]
        generated[kind] = np.stack([np.asarray(i.convert("RGB")) for i in images])
    return generated


def _colour(random: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(level) for level in random.integers(0, 256, 3))
    return red, green, blue


def _noise(random: np.random.Generator) -> Image.Image:
    """Independent random pixels, blurred more or less."""
    levels = random.integers(0, 256, (SIZE, SIZE, 3), np.uint8)
    return Image.fromarray(levels).filter(
        ImageFilter.GaussianBlur(float(random.uniform(0, 1.5)))
    )


def _gradient(random: np.random.Generator) -> Image.Image:
    """A gradient between two colours, in a random direction."""
    first, second = (np.asarray(_colour(random)) for _ in range(2))
    angle = random.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[-1 : 1 : _LARGE * 1j, -1 : 1 : _LARGE * 1j]
    share = (rows * np.sin(angle) + columns * np.cos(angle))[..., None] / 3 + 0.5
    return Image.fromarray((first + (second - first) * share).astype(np.uint8))


def _stripes(random: np.random.Generator) -> Image.Image:
    """Stripes of two colours, in a random direction."""
    first, second = (np.asarray(_colour(random)) for _ in range(2))
    angle, width = random.uniform(0, np.pi), random.uniform(6, 30)
    rows, columns = np.mgrid[:_LARGE, :_LARGE]
    stripe = (rows * np.sin(angle) + columns * np.cos(angle)) // width
    odd = (stripe.astype(int) % 2 == 1)[..., None]
    return Image.fromarray(np.where(odd, first, second).astype(np.uint8))


def _flat(random: np.random.Generator) -> Image.Image:
    """One colour with a little noise."""
    levels = np.asarray(_colour(random)) + random.normal(0, 3, (SIZE, SIZE, 3))
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def _text(random: np.random.Generator) -> Image.Image:
    """Lines of random letters, black on white."""
    page = Image.new("RGB", (_LARGE, _LARGE), "white")
    pen, size = ImageDraw.Draw(page), int(random.integers(14, 40))
    font = ImageFont.load_default(size)
    for top in range(4, _LARGE, size + 4):
        letters = random.integers(ord("a"), ord("z") + 1, 12)
        pen.text((4, top), "".join(map(chr, letters)), fill="black", font=font)
    return page


def _shapes(random: np.random.Generator) -> Image.Image:
    """A few ellipses and rectangles at random positions."""
    page = Image.new("RGB", (_LARGE, _LARGE), _colour(random))
    pen = ImageDraw.Draw(page)
    for number in range(int(random.integers(3, 9))):
        left, top = random.integers(0, _LARGE - 20, 2).tolist()
        width, height = random.integers(10, 50, 2).tolist()
        draw = pen.ellipse if number % 2 else pen.rectangle
        draw((left, top, left + width, top + height), fill=_colour(random))
    return page


_KINDS: Mapping[str, Callable[[np.random.Generator], Image.Image]] = {
    "noise": _noise,
    "gradients": _gradient,
    "stripes": _stripes,
    "flat colours": _flat,
    "text": _text,
    "shapes": _shapes,
}
