"""Defaults of a generated text: length, seed and sampling settings."""

from dataclasses import replace

from engine.checkpoints.checkpoint import Card
from engine.sampling import PRESETS, SamplingSettings

LENGTH = 400  # characters
SEED = 7
SETTINGS = SamplingSettings(temperature=0.8, top_n=0, top_p=0.95, seed=SEED)
_ORIGINAL = replace(PRESETS["post"], seed=SEED)


def settings_of(card: Card) -> SamplingSettings:
    """Return a checkpoint's sampling settings: the original post's for its preset."""
    return _ORIGINAL if card.preset == "post" else SETTINGS
