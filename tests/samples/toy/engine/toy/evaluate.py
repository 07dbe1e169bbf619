"""Nats per letter."""

import math
from collections.abc import Mapping


def loss(model: Mapping[str, float], text: str) -> tuple[float, int]:
    """Return the mean of −ln p over the letters of a text, and how many there are."""
    nats = [-math.log(model[c]) for c in text.lower() if c in model]
    return (sum(nats) / len(nats) if nats else 0.0), len(nats)
