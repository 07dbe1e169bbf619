"""The sentiment experiment: networks that judge a review, to try and to take apart."""

from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs
from ui.training import panel
from views.sentiment import how_it_works, many, results, try_it
from views.sentiment.look_inside import tab as look_inside

open_page("sentiment")
draw_tabs(
    "sentiment",
    {
        "Try": try_it.draw,
        "Look inside": lambda: with_network("sentiment", look_inside.draw),
        "Many reviews": lambda: with_network("sentiment", many.draw),
        "Train": lambda: panel.draw("sentiment"),
        "Results": results.draw,
        "How it works": how_it_works.draw,
    },
)
