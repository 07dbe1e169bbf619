"""The images page: a small network classifies photos, and shows why."""

from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs
from ui.training import panel
from views.images import augment, how_it_works, results, try_it
from views.images.look_inside import tab as look_inside

open_page("images")
draw_tabs(
    "images",
    {
        "Try": lambda: with_network("images", try_it.draw),
        "Look inside": lambda: with_network("images", look_inside.draw),
        "Augment": lambda: with_network("images", augment.draw),
        "Train": lambda: panel.draw("images"),
        "Results": results.draw,
        "How it works": how_it_works.draw,
    },
)
