"""The experiments, in the menu's order; each is imported when it is first needed."""

from importlib import import_module

from engine.errors import UnknownNameError
from engine.experiment import Experiment

NAMES = ("language", "reading", "sentiment", "images")


def get(name: str) -> Experiment:
    """Return an experiment by its name, importing neither Keras nor data.

    Raises:
        UnknownNameError: There is none; the message lists them.
    """
    if name not in NAMES:
        raise UnknownNameError("experiment", name, NAMES)
    experiment: Experiment = import_module(f"engine.{name}.experiment").EXPERIMENT
    return experiment
