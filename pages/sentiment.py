"""The sentiment experiment: networks that judge a review, to try and to take apart."""

from pages.parts import (
    sentiment_inside,
    sentiment_many,
    sentiment_method,
    sentiment_results,
    sentiment_try,
)
from ui import training
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs

open_page("sentiment")
draw_tabs(
    "sentiment",
    {
        "Try": sentiment_try.draw,
        "Look inside": lambda: with_network("sentiment", sentiment_inside.draw),
        "Many reviews": lambda: with_network("sentiment", sentiment_many.draw),
        "Train": lambda: training.panel("sentiment"),
        "Results": sentiment_results.draw,
        "How it works": sentiment_method.draw,
    },
)
