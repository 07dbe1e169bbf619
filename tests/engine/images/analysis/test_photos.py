"""The photos that ship: opened like a user's, and credited."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.images.analysis import photos


@pytest.mark.parametrize("name", photos.NAMES)
def test_photo_is_opened_and_credited(name):
    picture = photos.load(name)
    assert max(picture.image.size) <= 384
    credits = Path(photos.__file__).parent / "assets" / "photos" / "README.md"
    assert f"`{name}.jpg`" in credits.read_text(encoding="utf-8")


def test_only_photos_that_are_there_are_loaded():
    with pytest.raises(KeyError):
        photos.load("../cat")
