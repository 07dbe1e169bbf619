"""Fixtures of the language tests."""

from __future__ import annotations

import pytest

from engine.checkpoints import checkpoint


@pytest.fixture
def table(learned):
    """The folder of n-grams counted from the sample text, and its card."""
    folder = learned("language", "ngrams").checkpoint
    return folder, checkpoint.read_card(folder, "language")
