"""Experiments that fit their settings to the user's own data."""

from typing import Any, Protocol, runtime_checkable

from engine.config import Config
from engine.errors import LoupeError
from engine.experiment import Experiment

FITTED = "epochs"  # the setting that depends on the size of the data


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


def standard_settings(
    experiment: Experiment, preset: str, content: bytes, name: str
) -> Config:
    """Return a preset's settings, fitted to the user's own data where that is possible.

    Args:
        experiment: What is trained.
        preset: Its name.
        content: The user's own data; `check_own_data` says whether it can be read.
        name: Its file name.
    """
    if not isinstance(experiment, FitsOwnData):
        return experiment.presets[preset]
    try:
        return experiment.fitted(preset, content, name)
    except LoupeError:
        return experiment.presets[preset]
