"""Former name of `single_images`, for callers that still import it."""

from engine.images.analysis.single_images import is_available as is_here
from engine.images.analysis.single_images import read as take

__all__ = ("is_here", "take")
