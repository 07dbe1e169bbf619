"""The model: one probability for each letter."""

import string
from collections import Counter


def build(text: str, smoothing: float) -> dict[str, float]:
    """Return letter -> probability; the probabilities sum to 1."""
    letters = string.ascii_lowercase
    counts = Counter(c for c in text.lower() if c in letters)
    total = sum(counts.values()) + smoothing * len(letters)
    return {letter: (counts[letter] + smoothing) / total for letter in letters}
