"""The Train tab: classes from the camera, and the training panel."""

from engine.runs import store
from ui.training import panel
from views.images.collect import draw_collect


def draw() -> None:
    """Draw the whole tab."""
    if store.training_allowed():
        draw_collect()
    panel.draw("images")
