"""Former name of `rendering`, for callers that still import it."""

from engine.images.analysis.rendering import data_uri as address

__all__ = ("address",)
