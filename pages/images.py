"""The images experiment: what a small network makes of photos, and why."""

from pages.parts import (
    images_augment,
    images_inside,
    images_method,
    images_results,
    images_try,
)
from ui import training
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs

open_page("images")
draw_tabs(
    "images",
    {
        "Try": lambda: with_network("images", images_try.draw),
        "Look inside": lambda: with_network("images", images_inside.draw),
        "Augment": lambda: with_network("images", images_augment.draw),
        "Train": lambda: training.panel("images"),
        "Results": images_results.draw,
        "How it works": images_method.draw,
    },
)
