"""Experiments that fit their settings to the user's own data."""

from typing import Any, Protocol, runtime_checkable

from engine.config import Config


@runtime_checkable
class FitsOwnData(Protocol):
    """An experiment whose settings depend on the size of the user's own data."""

    def fitted(self, preset: str, content: bytes, name: str) -> Config:
        """Return a preset's settings with as many epochs as the data needs.

        Raises:
            LoupeError: It cannot be read, or is too small.
        """
        ...

    def forecast(self, config: Any, content: bytes, name: str) -> str:
        """Return in a sentence or two how long a training takes and what it must beat.

        Raises:
            LoupeError: It cannot be read, or is too small.
        """
        ...
