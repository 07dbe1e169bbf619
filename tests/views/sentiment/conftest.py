"""What the tests of the sentiment page share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.views.reviewing import write_networks


@pytest.fixture
def networks(home, learned) -> Path:
    """The folder with a tiny bag of word vectors and a tiny character CNN."""
    return write_networks(learned)
