"""The sentiment experiment: networks that judge a review, to try and to take apart."""

from ui import guide
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs
from ui.training import panel
from views.sentiment import how_it_works, networks, results, try_it
from views.sentiment.guide import stops
from views.sentiment.look_inside import tab as look_inside
from views.sentiment.many_reviews import tab as many_reviews

open_page("sentiment")
guide.draw("sentiment", stops)
draw_tabs(
    "sentiment",
    {
        "Try": try_it.draw,
        "Look inside": lambda: with_network("sentiment", look_inside.draw),
        "Many reviews": lambda: with_network("sentiment", many_reviews.draw),
        "Train": lambda: panel.draw("sentiment", networks.add_own_run),
        "Results": results.draw,
        "How it works": how_it_works.draw,
    },
)
