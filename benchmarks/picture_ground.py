"""How to fit a picture into a square, and what to put behind it: measured.

    python -m benchmarks.picture_ground [CHECKPOINT] [--images N]

Needs CIFAR-10 (`./loupe fetch images`) and a checkpoint that kept validation images,
`quick` by default; these are used, never the test images. Three kinds of picture are
made from them, each enlarged to 128 pixels first:

- object fills the long side: a strip of the image, 3:2, 16:9 and 2:1, across and down;
- object fills the short side: the image with mirrored margins, to the same shapes;
- cut out: an ellipse of the image, the rest transparent.

The first two are cropped to their middle square, or padded with a ground, or both and
the logits averaged; the third is put on a ground. Printed: accuracy of one view.
"""

import argparse
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from engine.checkpoints import checkpoint
from engine.data.sources import data_folder
from engine.images.data import VALIDATION
from engine.images.evaluate import accuracy, logits
from engine.images.measure import first, measured_on
from engine.images.pixels import SIZE, Pictures
from engine.images.predict import Classifier

_LARGE = 4 * SIZE  # pixels
_SHAPES = (3 / 2, 16 / 9, 2.0)  # longer side over shorter side
_RESAMPLING = Image.Resampling.LANCZOS
Colour = tuple[int, int, int]


def _mean_colour(image: Image.Image) -> Colour:
    """Return the mean of the opaque pixels."""
    pixels = np.asarray(image.convert("RGBA")).reshape(-1, 4)
    opaque = pixels[pixels[:, 3] > 127, :3]
    red, green, blue = (int(level) for level in opaque.mean(axis=0))
    return red, green, blue


def _border_colour(image: Image.Image) -> Colour:
    """Return the mean of the outermost rows and columns, where opaque."""
    pixels = np.asarray(image.convert("RGBA"))
    edge = max(2, min(image.size) // 16)
    inside = np.zeros(pixels.shape[:2], bool)
    inside[edge:-edge, edge:-edge] = True
    border = pixels[~inside]
    opaque = border[border[:, 3] > 127, :3]
    if not len(opaque):
        return _mean_colour(image)
    red, green, blue = (int(level) for level in opaque.mean(axis=0))
    return red, green, blue


GROUNDS: dict[str, Callable[[Image.Image], Colour]] = {
    "white": lambda image: (255, 255, 255),
    "grey": lambda image: (128, 128, 128),
    "black": lambda image: (0, 0, 0),
    "mean of CIFAR-10": lambda image: (125, 123, 114),
    "mean of the picture": _mean_colour,
    "mean of its border": _border_colour,
}


def _long_side(image: Image.Image, shape: float) -> Image.Image:
    """Return a strip through the middle: the object is cut, nothing is added."""
    return ImageOps.fit(image, (_LARGE, round(_LARGE / shape)), _RESAMPLING)


def _short_side(image: Image.Image, shape: float) -> Image.Image:
    """Return the whole image between mirrored margins."""
    margin = round(_LARGE * (shape - 1) / 2)
    pixels = np.asarray(image)
    return Image.fromarray(
        np.pad(pixels, ((0, 0), (margin, margin), (0, 0)), "reflect")
    )


def _pictures(
    images: list[Image.Image], make: Callable[[Image.Image, float], Image.Image]
) -> Iterator[Image.Image]:
    """Yield each image in each shape, every other one upright."""
    for number, image in enumerate(images):
        for shape in _SHAPES:
            if number % 2:
                yield make(image, shape)
            else:
                turned = image.transpose(Image.Transpose.TRANSPOSE)
                upright = make(turned, shape)
                yield upright.transpose(Image.Transpose.TRANSPOSE)


def _padded(image: Image.Image, colour: Colour) -> NDArray[np.uint8]:
    return np.asarray(ImageOps.pad(image, (SIZE, SIZE), _RESAMPLING, color=colour))


def _cropped(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(ImageOps.fit(image, (SIZE, SIZE), _RESAMPLING))


def _cut_out(image: Image.Image, colour: Colour) -> NDArray[np.uint8]:
    page = Image.new("RGB", image.size, colour)
    page.paste(image, mask=image.getchannel("A"))
    return np.asarray(page.resize((SIZE, SIZE), _RESAMPLING))


def measure(classifier: Classifier, validation: Pictures) -> None:
    """Print the accuracy for every kind of picture, way to fit, and ground."""
    images = [
        Image.fromarray(pixels).resize((_LARGE, _LARGE), Image.Resampling.BICUBIC)
        for pixels in validation.pixels
    ]

    def of(pixels: list[NDArray[np.uint8]]) -> NDArray[np.float64]:
        return logits(classifier.model, np.stack(pixels))

    def right(of_pictures: NDArray[np.float64]) -> str:
        labels = np.repeat(validation.labels, len(of_pictures) // len(validation))
        share = accuracy(of_pictures, labels)
        return f"{100 * share:5.1f}%  n = {len(labels):,}"

    print(f"{'as it is':54} {right(of(list(validation.pixels)))}")
    for name, make in (("long", _long_side), ("short", _short_side)):
        made = list(_pictures(images, make))
        title = f"object fills the {name} side"
        crop = of([_cropped(picture) for picture in made])
        print(f"{title:28}{'crop':26} {right(crop)}")
        for ground, colour in GROUNDS.items():
            pad = of([_padded(picture, colour(picture)) for picture in made])
            print(f"{title:28}{'pad, ' + ground:26} {right(pad)}")
            print(f"{title:28}{'both, ' + ground:26} {right((crop + pad) / 2)}")
    for image in images:
        mask = Image.new("L", image.size, 0)
        ImageDraw.Draw(mask).ellipse((4, 4, _LARGE - 5, _LARGE - 5), fill=255)
        image.putalpha(mask)
    for ground, colour in GROUNDS.items():
        cut = [_cut_out(image, colour(image)) for image in images]
        print(f"{'cut out':28}{ground:26} {right(of(cut))}")


def main() -> None:
    """Read the options, and measure."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("checkpoint", nargs="?", default="quick")
    parser.add_argument("--images", type=int, default=2000)
    options = parser.parse_args()
    folder = checkpoint.find("images", options.checkpoint)
    classifier = Classifier(folder)
    pictures, _ = measured_on(classifier.card, folder, data_folder(), VALIDATION)
    measure(classifier, first(pictures, options.images))


if __name__ == "__main__":
    main()
