"""The drawings are there, and their pixels never change."""

from __future__ import annotations

import hashlib

import pytest

from engine.images.analysis import drawings

# Worked examples of shipped checkpoints, and links to them, rely on these pixels.
PIXELS_SHA256 = "23540da9317f46c531a17d9e73d4a78766de79312b8691c7b392d020cd8493be"


def test_pixels_are_those_that_examples_were_computed_from():
    digests = ""
    for name in drawings.NAMES:
        image = drawings.load(name).image
        assert (image.mode, image.size) == ("RGB", (256, 256))
        digests += hashlib.sha256(image.tobytes()).hexdigest()
    assert hashlib.sha256(digests.encode()).hexdigest() == PIXELS_SHA256


def test_unknown_name_is_refused():
    with pytest.raises(KeyError, match="unicorn"):
        drawings.load("unicorn")
