"""Nine drawings, so that the page has pictures to classify without any data set.

They are 256 × 256 PNG files in `assets/`, drawn for Loupe; none is from CIFAR-10.
"""

from pathlib import Path

from PIL import Image

from engine.images.pictures import Picture

NAMES = (
    *("ship", "automobile", "truck", "airplane", "bird"),
    *("cat", "frog", "deer"),
    "sunset",  # on purpose none of the ten classes
)
_FOLDER = Path(__file__).parent / "assets"


def load(name: str) -> Picture:
    """Return the drawing of that name, 256 × 256 pixels.

    Raises:
        KeyError: It is not one of NAMES.
    """
    if name not in NAMES:
        raise KeyError(name)
    with Image.open(_FOLDER / f"{name}.png") as image:
        return Picture(name, image.convert("RGB"))
