"""Four real photos that may be shared: a cat, and three of none of the ten classes.

Their photographers and licences are in `assets/photos/README.md`.
"""

from pathlib import Path

from engine.images.pictures import Picture, open_picture

NAMES = ("cat", "coffee", "cameraman", "rocket")
_FOLDER = Path(__file__).parent / "assets" / "photos"


def load(name: str) -> Picture:
    """Return the photo of that name, 384 pixels on its longer side.

    Raises:
        KeyError: It is not one of NAMES.
    """
    if name not in NAMES:
        raise KeyError(name)
    return open_picture((_FOLDER / f"{name}.jpg").read_bytes(), name)
