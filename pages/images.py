"""The images page: a small network classifies photos, and shows why."""

from ui import guide
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs
from views.images import augment, how_it_works, results, train, try_it
from views.images.guide import stops
from views.images.look_inside import tab as look_inside

open_page("images")
guide.draw("images", stops)
draw_tabs(
    "images",
    {
        "Try": lambda: with_network("images", try_it.draw),
        "Look inside": lambda: with_network("images", look_inside.draw),
        "Augment": lambda: with_network("images", augment.draw),
        "Train": train.draw,
        "Results": results.draw,
        "How it works": how_it_works.draw,
    },
)
