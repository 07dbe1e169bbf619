"""A checkpoint's worked example."""

from collections.abc import Mapping

FILE = "example.json"


def likeliest(model: Mapping[str, float]) -> str:
    """Return the likeliest letter."""
    return max(model, key=model.__getitem__)
