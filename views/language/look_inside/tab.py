"""Look inside: hidden units, one step, influence, surprise, memory, and the epochs."""

from engine.checkpoints.checkpoint import Card
from ui.tabs import choose_view
from views.language.look_inside import (
    epochs,
    held_unit,
    influence,
    memory,
    one_step,
    surprise,
    units,
)

_VIEWS = {
    "Hidden units": units.draw,
    held_unit.VIEW: held_unit.draw,
    "One step": one_step.draw,
    "Influence": influence.draw,
    "Surprise map": surprise.draw,
    "Memory": memory.draw,
    "Over the epochs": epochs.draw,
}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    _VIEWS[choose_view(list(_VIEWS), "language_view")](card, epoch)
